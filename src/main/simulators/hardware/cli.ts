import { once } from 'node:events';
import { createLog } from '../../log.ts';
import { readOptions, USAGE, type CliOptions } from './cli-options.ts';
import { createHardwareSimulator } from './hardware-simulator.ts';

const run = async ({ host, port, token, duplicates, fault, json, ...rest }: CliOptions) => {
  const simulator = await createHardwareSimulator({
    host,
    port,
    token,
    duplicates,
    pingEveryMs: rest['ping-ms'],
    log: createLog('warn'),
  });
  if (fault !== undefined) await simulator.setFault(fault);
  const at = `${host}:${simulator.port}`;
  process.stdout.write(
    json
      ? `${JSON.stringify({ event: 'listening', host, port: simulator.port })}\n`
      : `Hardware backend on ws://${at}/ws/game/{game_id}/${token === undefined ? '' : ', with a token'}. Ctrl-C ends it.\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await simulator.close();
};

const options = readOptions(process.argv.slice(2));
if ('problem' in options) {
  process.stderr.write(`${options.problem}\n`);
  process.exitCode = 2;
} else if (options.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  try {
    await run(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The simulator could not listen: ${reason}\n`);
    process.exitCode = 1;
  }
}
