import { createLog } from '../log.ts';
import { createHardwareClient } from './create-hardware-client.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const say = (word: string) => (): void => {
  process.stdout.write(`${word}\n`);
};

const client = createHardwareClient(
  { client_id: 'alone', client_type: 'double', host: process.argv[2] ?? '', game_id: 1 },
  {
    log: createLog('silent'),
    setup: say('setup'),
    on_connected: say('connected'),
    teardown: say('teardown'),
  },
);
stopOnSignals(client);
await client.run();
