import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { ProbeReport } from '#shared/contract/probe.ts';
import { isSimulated, type SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { probeDevice, probeTarget } from '../probe/probe-device.ts';
import { readStored } from './catalogue.ts';
import { faultError, validationFault } from './faults.ts';

export interface ProbesDeps {
  engine: Engine;
  clock: Clock;
  simulatedTargets: () => Promise<SimulatedTargets>;
}

/** Looks what answers at a device's address, and shows on every screen what that proved. @throws a fault for a group */
export const probesOf =
  ({ engine, clock, simulatedTargets }: ProbesDeps) =>
  async (device: Device): Promise<ProbeReport> => {
    if (device.group)
      throw faultError(
        validationFault([
          { field: 'name', message: 'It is a group: ask its members, each by itself.' },
        ]),
      );
    const stored = await readStored(engine.store, 'config', 'bridge');
    const config = stored ?? BridgeConfigSchema.parse({});
    const simulated = isSimulated(device) ? await simulatedTargets() : null;
    const probed = await probeDevice(
      clock,
      device.device_id,
      probeTarget(device, config, simulated),
    );
    engine.deviceProbed(device.device_id, probed);
    return probed.report;
  };
