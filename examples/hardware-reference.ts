// Every hook of a hardware client in one place, as docs/hardware-clients.md quotes them. To begin with, copy
// hardware-minimal.ts or hardware-midi.ts instead.
import { z } from 'zod';
import {
  HardwareWebSocketClient,
  type MessageSource,
} from '../src/main/hardware/hardware-websocket-client.ts';
import { stopOnSignals } from '../src/main/hardware/stop-on-signals.ts';
import type { Unread } from '../src/main/hardware/unacknowledged.ts';

const LampMessageSchema = z.object({ type: z.literal('lamp'), on: z.boolean() });
type LampMessage = z.infer<typeof LampMessageSchema>;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

class Lamp extends HardwareWebSocketClient<LampMessage> {
  protected override async handleMessage(
    message: LampMessage,
    from: MessageSource,
  ): Promise<void> {
    say(`${from.url} switches it ${message.on ? 'on' : 'off'}`);
    await this.send('lamp_is', { on: message.on }).settled;
  }
  // All of these may be left out; setup, teardown and onStopped may be async.
  protected override onStarted(): void {
    say('runs');
  }
  protected override setup(signal: AbortSignal): void {
    signal.addEventListener('abort', () => say('is to stop'), { once: true });
  }
  protected override onConnected(to: MessageSource): void {
    say(`at ${to.url}`);
  }
  protected override onDisconnected(from: MessageSource, reason: string): void {
    say(`no longer at ${from.url}: ${reason}`);
  }
  protected override onUnacknowledged(unread: Unread, from: MessageSource): void {
    say(`${from.url} may not have read ${unread.count} messages`);
  }
  protected override teardown(): void {
    say('let go of');
  }
  protected override onStopped(): void {
    say('runs no more');
  }
}

const [host = '127.0.0.1:8765'] = process.argv.slice(2);
const client = new Lamp(
  {
    host,
    game_id: 1,
    client_type: 'lamp',
    client_id: 'lamp_2',
    outbound: { scene: { policy: 'queue', ttl_ms: 5000 } },
  },
  { messages: LampMessageSchema },
);
stopOnSignals(client);
client.start();

const scene = client.send('scene', { name: 'talk' });
const { outcome, reason } = scene;
// outcome: 'sent' | 'queued' | 'dropped'; reason: why it was not sent
// await scene.settled: 'sent' | 'expired' | 'replaced' | 'dropped'. Never rejects, and ends with the time to live
// scene.withdraw() takes it back while it waits; true where it has not left and never will

say(`scene: ${outcome}, because ${reason}`);
say(`scene: ${await scene.settled}`);
await client.run();
