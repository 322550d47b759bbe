import { createHardwareClient } from '../src/main/hardware/create-hardware-client.ts';
import { stopOnSignals } from '../src/main/hardware/stop-on-signals.ts';

// A tally lamp in the terminal, of callbacks: copy this file, and put your device where the lines are written.
const [host = '127.0.0.1:8000', game_id = '1'] = process.argv.slice(2);
const show = (text: string): void => void process.stdout.write(`${text}\n`);

const client = createHardwareClient(
  {
    host,
    game_id,
    client_type: 'tally',
    client_id: 'lamp',
    // While the backend is away the newest state waits for two seconds; whatever is not named here is dropped.
    outbound: { tally_confirmed: { policy: 'keep_latest', ttl_ms: 2000 } },
  },
  {
    setup: () => show('lamp: ready'),
    teardown: () => show('lamp: dark'),
    on_connected: ({ url }) => show(`connected to ${new URL(url).host}`),
    on_disconnected: (_, reason) => show(`lost: ${reason}`),
    on_message: (type, message) => {
      if (type !== 'tally') return;
      show(`lamp: ${message['on'] === true ? 'red' : 'dark'}`);
      client.send('tally_confirmed', { on: message['on'] === true });
    },
  },
);
stopOnSignals(client);
await client.run();
