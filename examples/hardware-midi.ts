import { z } from 'zod';
import { HardwareWebSocketClient } from '../src/main/hardware/hardware-websocket-client.ts';
import { stopOnSignals } from '../src/main/hardware/stop-on-signals.ts';

/** What the backend may say. Anything else is counted as rejected and never comes here. */
const MidiMessageSchema = z.object({
  type: z.literal('pad_light'),
  note: z.int().min(0).max(127),
  on: z.boolean(),
});
type MidiMessage = z.infer<typeof MidiMessageSchema>;

const NOTE_ON = 0x90;

class MidiClient extends HardwareWebSocketClient<MidiMessage> {
  protected override handleMessage({ note, on }: MidiMessage): void {
    process.stdout.write(Uint8Array.of(NOTE_ON, note, on ? 127 : 0));
  }

  protected override setup(): void {
    process.stdin.on('data', this.#fromPads);
  }

  protected override teardown(): void {
    process.stdin.off('data', this.#fromPads).pause();
  }

  readonly #fromPads = (bytes: Buffer): void => {
    for (let at = 0; at + 2 < bytes.length; at += 3)
      if (bytes[at] === NOTE_ON)
        this.send('pad_pressed', { note: bytes[at + 1], velocity: bytes[at + 2] });
  };
}

const [host = '127.0.0.1:8765', game_id = '1'] = process.argv.slice(2);
const client = new MidiClient(
  { host, game_id, client_type: 'midi', client_id: 'pads' },
  { messages: MidiMessageSchema },
);
stopOnSignals(client);
await client.run();
