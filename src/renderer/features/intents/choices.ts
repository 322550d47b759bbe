import type { Device } from '#shared/contract/device.ts';
import type { Protocol, TransportType } from '#shared/contract/protocol.ts';
import { deckName } from '#shared/domain/deck-geometry.ts';
import { isSimulated } from '#shared/domain/target.ts';
import type { PickGroup } from '../../ui/search-groups.ts';

type Devices = Readonly<Record<string, Device>>;

const OF_THE_SHOW = 'Of this show';

/** What its address speaks; null where it has none: then the bridge's own addresses serve every transport. */
const transportOf = ({ connection_url }: Device): string | null => {
  const scheme = /^(http|osc|tcp|udp)/.exec(connection_url ?? '');
  return scheme?.[1] ?? null;
};

/** Whether a device, or every member of a group, is reached by that transport. The simulator speaks all. */
export const speaks = (
  device: Device | undefined,
  transport: TransportType,
  devices: Devices,
): boolean => {
  if (!device) return true;
  if (device.group)
    return device.group.device_ids.every((id) => {
      const member = devices[id];
      return !member || member.group ? true : speaks(member, transport, devices);
    });
  if (isSimulated(device)) return true;
  const spoken = transportOf(device);
  return spoken === null || spoken === transport;
};

export interface ProtocolFilter {
  transport: TransportType | 'all';
  /** Null: whatever the device speaks. */
  fits: ((transport: TransportType) => boolean) | null;
}

/** Protocols by the pack that they came with, those of the show first. */
export const protocolChoices = (
  protocols: Readonly<Record<string, Protocol>>,
  packs: ReadonlyMap<string, string>,
  { transport, fits }: ProtocolFilter,
): PickGroup[] => {
  const offered = Object.values(protocols)
    .filter(({ protocol_type: type }) => transport === 'all' || type === transport)
    .filter(({ protocol_type }) => fits === null || fits(protocol_type))
    .sort((a, b) => (a.protocol_name < b.protocol_name ? -1 : 1));
  const groups = Map.groupBy(
    offered,
    ({ protocol_name }) => packs.get(protocol_name) ?? OF_THE_SHOW,
  );
  return [...groups]
    .sort(
      ([a], [b]) => Number(b === OF_THE_SHOW) - Number(a === OF_THE_SHOW) || (a < b ? -1 : 1),
    )
    .map(([label, members]) => ({
      label,
      items: members.map(({ protocol_name, protocol_type, description }) => ({
        id: protocol_name,
        chip: protocol_type.toUpperCase(),
        detail: description,
      })),
    }));
};

const GROUP_WORDS = { failover: 'one of', mirror: 'all of' } as const;

const detailOf = (device: Device): string => {
  const { group, connection_url, backup_device_id } = device;
  if (group) return `${GROUP_WORDS[group.mode]} ${group.device_ids.join(', ')}`;
  const words = [deckName(device), connection_url ?? ''];
  if (backup_device_id) words.push(`backup ${backup_device_id}`);
  return words.filter(Boolean).join(' · ');
};

const itemsOf = (some: readonly Device[]): PickGroup['items'] =>
  some.map((device) => ({
    id: device.device_id,
    detail: detailOf(device),
    ...(isSimulated(device) ? { chip: 'SIM' } : {}),
  }));

/** Devices and groups of them, with what they are made of. */
export const deviceChoices = (devices: Devices): PickGroup[] => {
  const all = Object.values(devices).sort((a, b) => (a.device_id < b.device_id ? -1 : 1));
  return [
    { label: 'Devices', items: itemsOf(all.filter(({ group }) => !group)) },
    { label: 'Groups', items: itemsOf(all.filter(({ group }) => group)) },
  ].filter((group) => group.items.length > 0);
};
