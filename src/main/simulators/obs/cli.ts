import { once } from 'node:events';
import { createLog } from '../../log.ts';
import { readOptions, USAGE, type CliOptions } from './cli-options.ts';
import { createObsSimulator } from './obs-simulator.ts';

const run = async ({
  host,
  port,
  password,
  greeting,
  auth,
  request,
  json,
}: CliOptions): Promise<void> => {
  const simulator = await createObsSimulator({
    host,
    port,
    password,
    faults: { greeting, auth, request },
    log: createLog('warn'),
  });
  process.stdout.write(
    json
      ? `${JSON.stringify({ event: 'listening', host, obs: simulator.port })}\n`
      : `OBS simulator on obs://${host}:${simulator.port}${password === undefined ? '' : ', with a password'}. Ctrl-C ends it.\n`,
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
