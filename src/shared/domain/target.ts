import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
import type { Target } from '../contract/execution.ts';
import type { Protocol } from '../contract/protocol.ts';

/** Where the built-in simulator listens. Ports by transport. */
export interface SimulatedTargets {
  host: string;
  http: number;
  tcp: number;
  udp: number;
  osc: number;
  obs: number;
}

export interface ResolvedTarget extends Target {
  tls: boolean;
  /** OSC only. */
  via: 'udp' | 'tcp';
}

const URL_PARTS = /^(https?|osc|osc\+tcp|tcp|udp|obs):\/\/(\[[^\]]+\]|[^/:]+):(\d+)\/?$/;

/** Where OBS listens, unless its settings say otherwise. */
export const OBS_PORT = 4455;

/** True for a device whose commands go to the built-in simulator. */
export const isSimulated = (device: Device): boolean => device.metadata['simulated'] === true;

/** The same device with its commands going to the built-in simulator. */
export const asSimulated = (device: Device): Device => ({
  ...device,
  metadata: { ...device.metadata, simulated: true },
});

/** Whether the built-in simulator speaks that transport. */
export const hasSimulator = (simulated: SimulatedTargets, transport: string): boolean =>
  Object.hasOwn(simulated, transport);

const ownAddress = (
  protocol: Protocol,
  config: BridgeConfig,
): { host: string; port: number } => {
  switch (protocol.protocol_type) {
    case 'http':
      return { host: protocol.host ?? config.host, port: protocol.port ?? config.port };
    case 'osc':
      return {
        host: protocol.host ?? config.host,
        port: protocol.osc_port ?? protocol.port ?? config.osc_port,
      };
    case 'tcp':
      return {
        host: protocol.tcp_host ?? protocol.host ?? config.host,
        port: protocol.tcp_port ?? protocol.port ?? config.tcp_port,
      };
    case 'udp':
      return {
        host: protocol.udp_host ?? protocol.host ?? config.host,
        port: protocol.udp_port ?? protocol.port ?? config.udp_port,
      };
    case 'obs':
      return { host: protocol.host ?? config.host, port: protocol.port ?? OBS_PORT };
  }
};

/**
 * Who receives a command: the device's `connection_url` before the protocol's own host and port before the
 * bridge's. A URL of another transport gives its host only: its port is not the one that this command needs.
 */
export const resolveTarget = (
  protocol: Protocol,
  device: Device,
  config: BridgeConfig,
  simulated: SimulatedTargets | null,
): ResolvedTarget => {
  const transport = protocol.protocol_type;
  const via = protocol.osc_transport ?? 'udp';
  if (simulated && isSimulated(device))
    return {
      transport,
      host: simulated.host,
      port: simulated[transport],
      tls: false,
      via: 'udp',
    };
  const own = ownAddress(protocol, config);
  const tls = transport === 'http' && config.protocol === 'https';
  const [, scheme, urlHost, urlPort] = URL_PARTS.exec(device.connection_url ?? '') ?? [];
  if (!scheme || !urlHost) return { transport, ...own, tls, via };
  const host = urlHost.replace(/^\[|\]$/g, '');
  const [base] = scheme.replace('https', 'http').split('+');
  if (base !== transport) return { transport, host, port: own.port, tls, via };
  return {
    transport,
    host,
    port: Number(urlPort),
    tls: scheme === 'https',
    via: scheme === 'osc+tcp' ? 'tcp' : via,
  };
};
