import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { runSimulator } from '../command-line.ts';
import { OptionsSchema, USAGE } from './cli-options.ts';
import { createCompanionSimulator } from './companion-simulator.ts';

await runSimulator(OptionsSchema, USAGE, async (options) => {
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
  return {
    listening: { host, http, tcp, udp, osc },
    words: `Companion simulator on ${host}: http ${http}, tcp ${tcp}, udp ${udp}, osc ${osc}`,
    close: () => simulator.close(),
  };
});
