import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

type Opened = (error: Error | null, stream: Duplex) => void;

/** For one connection over TLS. The socket below it is kept: that one can be reset, which one with TLS can't. */
export class TlsAgent extends Agent {
  wire: Socket | null = null;

  override createConnection(
    options: ConnectionOptions & { host: string; port: number },
    opened: Opened,
  ): undefined {
    const { host, port } = options;
    const wire = connect({ host, port });
    this.wire = wire;
    let secure: TLSSocket | null = null;
    wire
      .once('connect', () => {
        secure = connectTls({ ...options, path: undefined, socket: wire });
        opened(null, secure);
      })
      .on('error', (error) => {
        if (secure) secure.destroy(error);
        else opened(error, wire);
      });
  }
}
