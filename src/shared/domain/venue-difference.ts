import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
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
export const targetsNow = (devices: readonly Device[], config: BridgeConfig): VenueTargets => ({
  devices: Object.fromEntries(
    devices
      .filter(({ group }) => !group)
      .map(({ device_id, connection_url }) => [device_id, connection_url ?? null]),
  ),
  bridge: bridgeOf(config),
});

export interface TargetChange {
  /** The device, or `bridge.port`. */
  what: string;
  from: string | null;
  to: string | null;
}

export interface VenueDifference {
  devices: TargetChange[];
  bridge: TargetChange[];
  /** Devices of the profile that there are none of here. */
  missing: string[];
  /** Devices here that the profile says nothing of: they stay where they are. */
  untold: string[];
}

/** What going there would change, one line per address. */
export const venueDifference = (now: VenueTargets, there: VenueTargets): VenueDifference => {
  const known = Object.entries(there.devices).filter(([id]) => Object.hasOwn(now.devices, id));
  return {
    devices: known
      .map(([id, to]) => ({ what: id, from: now.devices[id] ?? null, to }))
      .filter(({ from, to }) => from !== to),
    bridge: BridgeTargetSchema.keyof()
      .options.filter((field) => now.bridge[field] !== there.bridge[field])
      .map((field) => ({
        what: field,
        from: String(now.bridge[field]),
        to: String(there.bridge[field]),
      })),
    missing: Object.keys(there.devices).filter((id) => !Object.hasOwn(now.devices, id)),
    untold: Object.keys(now.devices).filter((id) => !Object.hasOwn(there.devices, id)),
  };
};
