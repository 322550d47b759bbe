import { Link } from 'wouter';
import type { Device } from '#shared/contract/device.ts';
import { isSimulated } from '#shared/domain/target.ts';
import type { Failover } from '../../state/failovers.ts';
import { useConfig, useHealth } from '../../state/mirror-store.ts';
import { simulate } from './change-device.ts';
import { addressOf, type DeviceSteps } from './device-steps.ts';
import { HealthMeter } from './HealthMeter.tsx';
import { Switch } from './Switch.tsx';

interface DeviceRowProps {
  device: Device;
  steps: DeviceSteps;
  isOpen: boolean;
  isBackup: boolean;
  isMember: boolean;
  /** A stand-in gets its commands at present. */
  failover: Failover | undefined;
}

const latencyOf = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? '–' : ms < 10 ? ms.toFixed(1) : String(Math.round(ms));

/** One device of the catalogue. */
export const DeviceRow = ({
  device,
  steps,
  isOpen,
  isBackup,
  isMember,
  failover,
}: DeviceRowProps) => {
  const { device_id } = device;
  const health = useHealth(device_id);
  const config = useConfig();
  const simulated = isSimulated(device);
  return (
    <li className="d-row" data-open={isOpen ? true : undefined} data-in={isMember || undefined}>
      <Link
        href={`/devices/${device_id}`}
        className="d-name"
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className="d-id">
          <b className="cut">{device_id}</b>
          {isBackup && <span className="d-tag">backup</span>}
          {simulated && <span className="sim">SIM</span>}
        </span>
        {failover ? (
          <span className="c-amber cut d-over" title={failover.why ?? undefined}>
            {failover.takes} takes over
          </span>
        ) : (
          <span className="fig mut cut">{addressOf(device, config)}</span>
        )}
      </Link>
      <HealthMeter steps={steps} />
      <span className="num" title="Latency of the last answer, milliseconds">
        {latencyOf(health?.latency_ms)}
      </span>
      {device.group ? (
        <span />
      ) : (
        <Switch
          label={`Simulate ${device_id}`}
          isOn={simulated}
          onChange={(on) => void simulate(device_id, on)}
        />
      )}
    </li>
  );
};
