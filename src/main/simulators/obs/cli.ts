import { createLog } from '../../log.ts';
import { runSimulator } from '../command-line.ts';
import { OptionsSchema, USAGE } from './cli-options.ts';
import { createObsSimulator } from './obs-simulator.ts';

await runSimulator(OptionsSchema, USAGE, async (options) => {
  const { host, port, password, greeting, auth, request } = options;
  const simulator = await createObsSimulator({
    host,
    port,
    password,
    faults: { greeting, auth, request },
    log: createLog('warn'),
  });
  const guarded = password === undefined ? '' : ', with a password';
  return {
    listening: { host, obs: simulator.port },
    words: `OBS simulator on obs://${host}:${simulator.port}${guarded}`,
    close: () => simulator.close(),
  };
});
