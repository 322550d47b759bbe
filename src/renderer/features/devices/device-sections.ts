import type { Device } from '#shared/contract/device.ts';

export interface DeviceSection {
  title: string;
  /** `failover, in this order`; null where the section needs no heading. */
  words: string | null;
  /** The group, or the device that the others back up. */
  lead: string | null;
  devices: Device[];
  /** Those of them that stand in for another one. */
  backups: ReadonlySet<string>;
}

const GROUP_WORDS = {
  failover: 'failover: the healthiest gets it',
  mirror: 'mirror: all get every command',
} as const;

/** The catalogue as it is read: what belongs together stands together, each device once. */
export const deviceSections = (devices: Readonly<Record<string, Device>>): DeviceSection[] => {
  const left = new Map(
    Object.values(devices)
      .toSorted((a, b) => (a.device_id < b.device_id ? -1 : 1))
      .map((device) => [device.device_id, device]),
  );
  const take = (id: string): Device[] => {
    const device = left.get(id);
    left.delete(id);
    return device ? [device] : [];
  };
  const sections: DeviceSection[] = [];
  for (const device of [...left.values()].filter(({ group }) => group)) {
    const { group, device_id } = device;
    if (!group) continue;
    sections.push({
      title: device_id,
      words: GROUP_WORDS[group.mode],
      lead: device_id,
      devices: [...take(device_id), ...group.device_ids.flatMap(take)],
      backups: new Set(),
    });
  }
  const backups = new Set(
    [...left.values()].flatMap(({ backup_device_id }) => backup_device_id ?? []),
  );
  for (const first of left.values()) {
    if (!first.backup_device_id || backups.has(first.device_id)) continue;
    const chain = take(first.device_id);
    for (let next = first.backup_device_id; next;) {
      const [device] = take(next);
      if (!device) break;
      chain.push(device);
      next = device.backup_device_id ?? '';
    }
    if (chain.length === 0) continue;
    sections.push({
      title: first.device_id,
      words: 'with a backup',
      lead: first.device_id,
      devices: chain,
      backups,
    });
  }
  if (left.size > 0)
    sections.push({
      title: 'On their own',
      words: sections.length > 0 ? '' : null,
      lead: null,
      devices: [...left.values()],
      backups,
    });
  return sections;
};
