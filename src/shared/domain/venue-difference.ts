import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
import type { HardwareClient } from '../contract/hardware-clients.ts';
import { BridgeTargetSchema, type BridgeTarget, type VenueTargets } from '../contract/venue.ts';

const bridgeOf = (config: BridgeConfig): BridgeTarget => ({
  protocol: config.protocol,
  host: config.host,
  port: config.port,
  osc_port: config.osc_port,
  tcp_port: config.tcp_port,
  udp_port: config.udp_port,
});

/** Where everything is now. A group has no address of its own. */
export const targetsNow = (
  devices: readonly Device[],
  config: BridgeConfig,
  clients: readonly HardwareClient[],
): VenueTargets => ({
  devices: Object.fromEntries(
    devices
      .filter(({ group }) => !group)
      .map(({ device_id, connection_url }) => [device_id, connection_url ?? null]),
  ),
  bridge: bridgeOf(config),
  hardware: Object.fromEntries(clients.map(({ client_id, host }) => [client_id, host])),
});

export interface TargetChange {
  /** The device, the hardware client, or a field of the bridge. */
  what: string;
  from: string | null;
  to: string | null;
}

export interface VenueDifference {
  devices: TargetChange[];
  bridge: TargetChange[];
  hardware: TargetChange[];
  /** Devices and hardware clients of the profile that there are none of here. */
  missing: string[];
  /** Those here that the profile says nothing of: they stay where they are. */
  untold: string[];
}

type Addresses = Readonly<Record<string, string | null>>;

const changes = (now: Addresses, there: Addresses): TargetChange[] =>
  Object.entries(there)
    .filter(([id]) => Object.hasOwn(now, id))
    .map(([id, to]) => ({ what: id, from: now[id] ?? null, to }))
    .filter(({ from, to }) => from !== to);

/** What `some` names and `others` does not. */
const only = (some: Addresses, others: Addresses): string[] =>
  Object.keys(some).filter((id) => !Object.hasOwn(others, id));

/** What going there would change, one line per address. */
export const venueDifference = (now: VenueTargets, there: VenueTargets): VenueDifference => {
  const clients = { now: now.hardware ?? {}, there: there.hardware ?? {} };
  return {
    devices: changes(now.devices, there.devices),
    hardware: changes(clients.now, clients.there),
    bridge: BridgeTargetSchema.keyof()
      .options.filter((field) => now.bridge[field] !== there.bridge[field])
      .map((field) => ({
        what: field,
        from: String(now.bridge[field]),
        to: String(there.bridge[field]),
      })),
    missing: [...only(there.devices, now.devices), ...only(clients.there, clients.now)],
    untold: [...only(now.devices, there.devices), ...only(clients.now, clients.there)],
  };
};
