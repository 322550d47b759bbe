import { useMemo } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { needsAttention } from './health-words.ts';
import { useDevices, useDevicesHealth } from './mirror-store.ts';

/** One that commands do not go to at present, and who gets them instead. */
export interface Failover {
  /** What commands name: the group, or the device that has a backup. */
  lead: string;
  /** The first in line, which is away. */
  away: string;
  takes: string;
  why: string | null;
}

const MOST_STAND_INS = 16;

/** As the engine ranks them: 0 good or untried, 1 failing, 2 held back. */
const rankOf = (health: DeviceHealth | undefined): 0 | 1 | 2 => {
  if (health?.state === 'open') return 2;
  return health && needsAttention(health) ? 1 : 0;
};

/** The device and those that stand in for it, in the order written. */
const inLine = (device: Device, devices: Readonly<Record<string, Device>>): string[] => {
  if (device.group) return device.group.mode === 'failover' ? device.group.device_ids : [];
  const ids: string[] = [];
  let next: Device | undefined = device;
  while (next && !ids.includes(next.device_id) && ids.length < MOST_STAND_INS) {
    ids.push(next.device_id);
    next = next.backup_device_id ? devices[next.backup_device_id] : undefined;
  }
  return ids;
};

/** Where a stand-in gets the commands at present, because the first in line is away. */
export const failoversOf = (
  devices: Readonly<Record<string, Device>>,
  health: Readonly<Record<string, DeviceHealth>>,
): Failover[] =>
  Object.values(devices).flatMap((device) => {
    if (!device.group && !device.backup_device_id) return [];
    const [first, ...others] = inLine(device, devices).filter((id) => devices[id]);
    const gets = (id: string): boolean => {
      const other = devices[id];
      return other !== undefined && (other.observe_only !== true || isSimulated(other));
    };
    if (first === undefined || rankOf(health[first]) === 0) return [];
    const [takes] = others
      .filter((id) => gets(id) && rankOf(health[id]) < rankOf(health[first]))
      .toSorted((a, b) => rankOf(health[a]) - rankOf(health[b]));
    if (takes === undefined) return [];
    return [
      { lead: device.device_id, away: first, takes, why: health[first]?.message ?? null },
    ];
  });

export const useFailovers = (): Failover[] => {
  const devices = useDevices();
  const health = useDevicesHealth();
  return useMemo(() => failoversOf(devices, health), [devices, health]);
};
