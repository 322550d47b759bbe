import type { Device } from '../contract/device.ts';
import type { Fallback } from '../contract/policy.ts';
import type { ButtonAction } from '../contract/intent.ts';

/** One way to get an action done: a protocol on a device, with the action's values. */
export interface Way {
  /** 0 for the action itself; then the stand-ins of its device, then its fallbacks. */
  number: number;
  protocol_name: string;
  device_id: string;
  variables: Readonly<Record<string, unknown>>;
}

/** What is known of a device: 0 good or untried, 1 failing, 2 held back. */
export type Rank = (deviceId: string) => 0 | 1 | 2;

const MOST_STAND_INS = 16;

/** The device and those that stand in for it, in the order written. */
const standIns = (device: Device, deviceOf: (id: string) => Device | null): string[] => {
  if (device.group?.mode === 'failover') return device.group.device_ids;
  const ids: string[] = [];
  let next: Device | null = device;
  while (next && !ids.includes(next.device_id) && ids.length < MOST_STAND_INS) {
    ids.push(next.device_id);
    next = next.backup_device_id ? deviceOf(next.backup_device_id) : null;
  }
  return ids;
};

const wayOf = (action: ButtonAction, deviceId: string): Omit<Way, 'number'> => ({
  protocol_name: action.protocol_name,
  device_id: deviceId,
  variables: action.variables,
});

const fallbackOf = (
  action: ButtonAction,
  { protocol_name, device_id, variables }: Fallback,
): Omit<Way, 'number'> => ({
  protocol_name,
  device_id: device_id ?? action.device_id,
  variables: variables ? { ...action.variables, ...variables } : action.variables,
});

/**
 * The ways of an action, best first. Among devices that stand in for each other health decides, and the written
 * order where it does not; fallbacks keep their order and come after.
 */
export const waysOf = (
  action: ButtonAction,
  device: Device,
  deviceOf: (id: string) => Device | null,
  rank: Rank,
): Way[] => {
  const plain = !device.group && !device.backup_device_id && !action.fallbacks?.length;
  if (plain) return [{ number: 0, ...wayOf(action, action.device_id) }];
  const devices = standIns(device, deviceOf)
    .map((id, index) => ({ number: index, ...wayOf(action, id) }))
    .toSorted((a, b) => rank(a.device_id) - rank(b.device_id));
  const fallbacks = (action.fallbacks ?? [])
    .map((fallback) => fallbackOf(action, fallback))
    .filter(
      (way) =>
        !(way.protocol_name === action.protocol_name && way.device_id === action.device_id) ||
        way.variables !== action.variables,
    );
  return [
    ...devices,
    ...fallbacks.map((way, index) => ({ ...way, number: devices.length + index })),
  ];
};
