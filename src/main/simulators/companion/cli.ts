import { once } from 'node:events';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { readOptions, USAGE, type CliOptions } from './cli-options.ts';
import { createCompanionSimulator } from './companion-simulator.ts';

const run = async (options: CliOptions): Promise<void> => {
  const simulator = await createCompanionSimulator({
    host: options.host,
    httpPort: options['http-port'],
    tcpPort: options['tcp-port'],
    udpPort: options['udp-port'],
    oscPort: options['osc-port'],
    clock: systemClock,
    log: createLog('warn'),
  });
  const { host, http, tcp, udp, osc } = simulator.ports;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ event: 'listening', host, http, tcp, udp, osc })}\n`
      : `Companion simulator on ${host}: http ${http}, tcp ${tcp}, udp ${udp}, osc ${osc}. Ctrl-C ends it.\n`,
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
