import { createLog } from '../../log.ts';
import { runSimulator } from '../command-line.ts';
import { OptionsSchema, USAGE } from './cli-options.ts';
import { createHardwareSimulator } from './hardware-simulator.ts';

await runSimulator(OptionsSchema, USAGE, async (options) => {
  const { host, port, token, duplicates, fault } = options;
  const simulator = await createHardwareSimulator({
    host,
    port,
    token,
    duplicates,
    pingEveryMs: options['ping-ms'],
    log: createLog('warn'),
  });
  if (fault !== undefined) await simulator.setFault(fault);
  const at = `ws://${host}:${simulator.port}/ws/game/{game_id}/`;
  return {
    listening: { host, port: simulator.port },
    words: `Hardware backend on ${at}${token === undefined ? '' : ', with a token'}`,
    close: () => simulator.close(),
  };
});
