import type { TransportType } from '#shared/contract/protocol.ts';
import type { Command } from '#shared/domain/command.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ResolveHost } from './datagram-socket.ts';
import type { Endpoint } from './endpoint.ts';
import { HttpTransport } from './http/index.ts';
import { ObsTransport } from './obs/index.ts';
import { OscTransport } from './osc/index.ts';
import { TcpTransport } from './tcp/index.ts';
import type { Transport } from './transport.ts';
import { UdpTransport } from './udp/index.ts';

export type Transports = {
  [T in TransportType]: Transport<Extract<Command, { transport: T }>>;
};

export interface TransportDeps {
  clock: Clock;
  log: Log;
  /** TCP lines that answer no command. */
  onUnsolicited?: (from: Endpoint, line: string) => void;
  /** The system's name look-up where absent. For datagrams, whose names are looked up here. */
  resolve?: ResolveHost;
}

/** Every way to put a command on the wire. */
export const createTransports = (deps: TransportDeps): Transports => ({
  http: new HttpTransport(deps),
  osc: new OscTransport(deps),
  tcp: new TcpTransport(deps),
  udp: new UdpTransport(deps),
  obs: new ObsTransport(deps),
});
