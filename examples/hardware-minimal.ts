// The smallest hardware client: a lamp that the backend switches. Try it against the simulated backend:
//   npm run simulator:hardware
//   npx node examples/hardware-minimal.ts --host 127.0.0.1:8765
//   curl -X POST http://127.0.0.1:8765/simulator/say -d '{"message":{"type":"lamp","on":true}}'
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createHardwareClient } from '../src/main/hardware/create-hardware-client.ts';
import { stopOnSignals } from '../src/main/hardware/stop-on-signals.ts';

const { host, game } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1:8765' },
    game: { type: 'string', default: '1' },
  },
}).values;

/** In place of the real thing. */
const switchLamp = (on: boolean): void => {
  process.stdout.write(`The lamp is ${on ? 'on' : 'off'}.\n`);
};

const client = createHardwareClient(
  { client_id: 'lamp_1', client_type: 'lamp', host, game_id: game },
  {
    messages: z.object({ type: z.literal('lamp'), on: z.boolean() }),
    setup: () => switchLamp(false),
    teardown: () => switchLamp(false),
    on_message: (_type, { on }) => {
      switchLamp(on);
      client.send('lamp_is', { on });
    },
  },
);

stopOnSignals(client);
await client.run();
