import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { Pool, type buildConnector } from 'undici';
import type { HttpCommand } from '#shared/domain/command.ts';
import type { Flight } from '../flight.ts';
import { Exchange } from './exchange.ts';

/** Companion closes idle sockets after 5 to 6 s: ours go first, so that none is found stale. */
const IDLE_MS = 4000;
const CONNECTIONS = 64;
/** For a connection that undici opens on its own account, after it lost one with a request waiting. */
const REOPEN_MS = 10_000;

const tooLate = (): Error =>
  Object.assign(new Error('The connection took too long'), { code: 'ETIMEDOUT' });

/** The keep-alive pool of one `http(s)://host:port`. */
export class Origin {
  readonly #pool: Pool;
  readonly #connecting = new Set<Socket>();
  /** undici opens a connection inside `dispatch`, so whatever is dialled meanwhile is for this one. */
  #dispatching: Exchange | null = null;

  constructor(url: string) {
    this.#pool = new Pool(url, {
      connections: CONNECTIONS,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      // Each flight has its own time-outs, finer than these.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (to, done) => this.#connect(to, done),
    });
  }

  send(command: HttpCommand, flight: Flight): void {
    const exchange = new Exchange(command, flight);
    this.#dispatching = exchange;
    try {
      this.#pool.dispatch(
        {
          path: command.path,
          method: command.method,
          headers: command.headers,
          body: command.body,
        },
        exchange,
      );
    } finally {
      this.#dispatching = null;
    }
    if (!flight.departed) flight.awaitConnection();
  }

  async close(): Promise<void> {
    const destroyed = this.#pool.destroy();
    for (const socket of this.#connecting) socket.destroy();
    await destroyed;
  }

  #connect(to: buildConnector.Options, done: buildConnector.Callback): void {
    const port = Number(to.port || (to.protocol === 'https:' ? 443 : 80));
    const target = { host: to.hostname, port, noDelay: true, keepAlive: true };
    const secure = to.protocol === 'https:';
    const socket = secure
      ? tls.connect({
          ...target,
          ALPNProtocols: ['http/1.1'],
          ...(net.isIP(to.hostname) === 0 ? { servername: to.servername ?? to.hostname } : {}),
        })
      : net.connect(target);
    this.#connecting.add(socket);
    const owner = this.#dispatching;
    owner?.dialling(socket);
    const limit = owner ? undefined : setTimeout(() => socket.destroy(tooLate()), REOPEN_MS);
    const settle = (): void => {
      clearTimeout(limit);
      this.#connecting.delete(socket);
    };
    const failed = (error: Error): void => {
      settle();
      done(error, null);
    };
    socket
      .once('error', failed)
      .once('close', settle)
      .once(secure ? 'secureConnect' : 'connect', () => {
        settle();
        socket.off('error', failed);
        done(null, socket);
      });
  }
}
