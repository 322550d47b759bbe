import type { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';

const HEARTBEAT_MS = 10_000;
const GOING_AWAY = 1001;

/** Keeps the sockets of one server honest: who does not answer a ping before the next is dropped. */
export class Heartbeat {
  readonly #server: WebSocketServer;
  readonly #answering = new WeakSet<WebSocket>();
  readonly #closing = new AbortController();
  constructor(server: WebSocketServer, clock: Clock, log: Log) {
    this.#server = server;
    this.#beat(clock).catch((error: unknown) => {
      if (!this.#closing.signal.aborted)
        log.error({ err: error }, 'the heartbeat of sockets ended');
    });
  }

  watch(client: WebSocket): void {
    this.#answering.add(client);
    client.on('pong', () => this.#answering.add(client));
  }

  /** Asks every client to leave; resolves when all have. */
  async close(): Promise<void> {
    this.#closing.abort();
    const left = [...this.#server.clients].map((client) => {
      const gone = new Promise((resolve) => client.once('close', resolve));
      client.close(GOING_AWAY, 'The app is closing.');
      return gone;
    });
    await Promise.all(left);
  }

  /** Cuts those that did not. */
  terminate(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  async #beat(clock: Clock): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await clock.sleep(HEARTBEAT_MS, this.#closing.signal);
      for (const client of this.#server.clients) {
        if (!this.#answering.delete(client)) client.terminate();
        else if (client.readyState === client.OPEN) client.ping();
      }
    }
  }
}
