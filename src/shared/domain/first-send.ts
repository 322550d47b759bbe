import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
import type { CommandView, Execution } from '../contract/execution.ts';
import type { ButtonAction } from '../contract/intent.ts';
import type { Protocol } from '../contract/protocol.ts';
import { isPerformed } from './action-target.ts';
import { isSimulated, resolveTarget } from './target.ts';

/** A device that nothing was sent to yet, and what a first send to it would be. */
export interface FirstSend {
  device_id: string;
  /** `10.0.0.5:8000 · HTTP`; null where it can't be told. */
  to: string | null;
  /** `POST /api/location/1/0/2/press`; null where it was not resolved. */
  what: string | null;
}

/** What is known of the show, by name. */
export interface Catalogue {
  devices: Readonly<Record<string, Device>>;
  protocols: Readonly<Record<string, Protocol>>;
  config: BridgeConfig;
}

const MOST_SHOWN = 160;

/** A command in one line, without its address. */
export const commandLine = (view: CommandView): string => {
  const line = ((): string => {
    switch (view.transport) {
      case 'http': {
        const path = view.url.replace(/^https?:\/\/[^/]+/, '');
        const body = view.body === null || view.body === '' ? '' : ` ${view.body}`;
        return `${view.method} ${path}${body}`;
      }
      case 'osc':
        return [view.address, ...view.args.map(({ type, value }) => value ?? type)].join(' ');
      case 'tcp':
      case 'udp':
        return view.payload.trim();
      case 'obs':
        return `${view.request_type} ${view.request_data ?? ''}`.trim();
      case 'camera':
        return view.command;
      case 'hardware':
        return `${view.message_type} ${JSON.stringify(view.fields)}`;
    }
  })();
  return line.length <= MOST_SHOWN ? line : `${line.slice(0, MOST_SHOWN)}…`;
};

const isHeld = (device: Device | undefined): device is Device =>
  device?.observe_only === true && (device.group != null || !isSimulated(device));

/** Those on the way to a device that are only observed: itself, and the members that get what it gets. */
const heldOf = (id: string, { devices }: Catalogue): Device[] => {
  const device = devices[id];
  const members = (device?.group?.device_ids ?? []).map((member) => devices[member]);
  return [device, ...members].filter(isHeld);
};

const toOf = (
  device: Device,
  protocolName: string,
  { protocols, config }: Catalogue,
): string | null => {
  if (device.group) return `its members: ${device.group.device_ids.join(', ')}`;
  const protocol = protocols[protocolName];
  if (!protocol) return null;
  const { host, port, transport } = resolveTarget(protocol, device, config, null);
  return `${host.includes(':') ? `[${host}]` : host}:${port} · ${transport.toUpperCase()}`;
};

const refusedBy = (error: Execution['error']): string | null => {
  const { reason, device_id } = error?.details ?? {};
  return reason === 'observe_only' && typeof device_id === 'string' ? device_id : null;
};

/**
 * The devices that a run was kept from because they are only observed, and those that it would be kept from next: all
 * are asked for at once. Empty where it was refused for something else, or not at all.
 */
export const firstSends = (
  execution: Pick<Execution, 'outcome' | 'error' | 'trace'>,
  actions: readonly ButtonAction[],
  catalogue: Catalogue,
): FirstSend[] => {
  if (execution.outcome !== 'refused' || refusedBy(execution.error) === null) return [];
  const sends = new Map<string, FirstSend>();
  const add = (id: string, protocolName: string, view: CommandView | null): void => {
    const device = catalogue.devices[id];
    if (!isHeld(device)) return;
    const known = sends.get(id);
    sends.set(id, {
      device_id: id,
      to: known?.to ?? toOf(device, protocolName, catalogue),
      what: known?.what ?? (view && commandLine(view)),
    });
  };
  for (const { error, device_id, protocol_name, command } of execution.trace) {
    const by = refusedBy(error);
    // What a group was asked for is told of one of its members only.
    if (by !== null) add(by, protocol_name, by === device_id ? command : null);
    for (const held of heldOf(device_id, catalogue)) add(held.device_id, protocol_name, null);
  }
  for (const { action_type, device_id, protocol_name } of actions) {
    if (isPerformed(action_type)) continue;
    for (const held of heldOf(device_id, catalogue)) add(held.device_id, protocol_name, null);
  }
  return [...sends.values()];
};
