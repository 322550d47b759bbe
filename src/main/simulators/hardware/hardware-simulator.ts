import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { systemClock, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { stopTcp } from '../companion/listen.ts';
import { BackendSession, type BackendClient, type BackendReceived } from './backend-session.ts';
import { answerControl } from './control-api.ts';
import type { HardwareFault } from './faults.ts';

export interface HardwareSimulatorOptions {
  host?: string | undefined;
  /** 0, as by default, takes any free port. */
  port?: number | undefined;
  /** Between two pings to every client; 0 for none. */
  pingEveryMs?: number | undefined;
  /** Absent: everybody may come in. */
  token?: string | undefined;
  /** A second client with an id that is in use: it comes in too, is closed with 4409, or takes the place. */
  duplicates?: 'allow' | 'refuse' | 'replace' | undefined;
  compression?: boolean | undefined;
  /** In place of a plain HTTP server, such as one with TLS. */
  server?: Server | undefined;
  clock?: Clock | undefined;
  log: Log;
}

export interface HardwareSimulatorEvents {
  connected: [BackendClient];
  received: [BackendReceived];
  disconnected: [BackendClient, number];
}

const KEPT = 10_000;
const KEPT_CHARACTERS = 8 * 1024 * 1024;
const MESSAGE_BYTES = 1024 * 1024;
const SENDER = 'backend';
const PATH = /^\/ws\/game\/([^/]+)\/?$/;
const ID_IN_USE = 4409;
const RESTARTING = 1012;

/**
 * A backend that hardware clients connect to: `/ws/game/{game_id}/`. It pings with its `sender_id`, answers a client's
 * ping with its own time, hands `echo` back, and passes everything else on to the other clients of the game.
 */
export class HardwareSimulator {
  readonly events = new EventEmitter<HardwareSimulatorEvents>();
  readonly host: string;
  /** The newest 10,000, or fewer where they are large; oldest first. */
  readonly received: BackendReceived[] = [];
  /** Connections that asked to be let in, ever. */
  attempts = 0;
  port: number;
  readonly #options: HardwareSimulatorOptions;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Set<BackendSession>();
  readonly #raw = new Set<Duplex>();
  readonly #closing = new AbortController();
  #fault: HardwareFault | null = null;
  #settings = 0;
  #characters = 0;

  constructor(options: HardwareSimulatorOptions) {
    const { host = '127.0.0.1', port = 0, clock = systemClock, compression = false } = options;
    this.host = host;
    this.port = port;
    this.#options = options;
    this.#clock = clock;
    this.#server = options.server ?? createServer();
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MESSAGE_BYTES,
      perMessageDeflate: compression,
    });
    // Out of file handles, say: the next client may be served again.
    this.#server.on('error', (error) => options.log.warn({ error }, 'the backend has a fault'));
    this.#server.on('connection', (socket: Duplex) => {
      this.#raw.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#raw.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('request', (request, response) => {
      void answerControl(this, request, response);
    });
  }

  get clients(): readonly BackendClient[] {
    return [...this.#sessions].map(({ client }) => client);
  }

  get fault(): HardwareFault | null {
    return this.#fault;
  }

  /** Rejects with the system's error, such as EADDRINUSE. */
  async listen(): Promise<void> {
    await this.#open();
    const { pingEveryMs = 5000 } = this.#options;
    if (pingEveryMs > 0) void this.#pings(pingEveryMs);
  }

  /** Puts one fault in the place of the last, for those who are here and those who come. */
  async setFault(fault: HardwareFault | null): Promise<void> {
    this.#fault = fault;
    for (const session of this.#sessions) session.setFault(fault);
    if (fault === 'refuse') await this.#shut();
    else await this.#open();
  }

  /** As `setFault`; with `forMs` it ends by itself, unless another was set meanwhile. */
  async setFaultFor(fault: HardwareFault | null, forMs?: number): Promise<void> {
    this.#settings += 1;
    const setting = this.#settings;
    await this.setFault(fault);
    if (forMs === undefined) return;
    await this.#clock.sleep(forMs, this.#closing.signal).catch(() => undefined);
    if (this.#settings === setting) await this.setFault(null);
  }

  /** For a caller that can't wait, and whose connection may be closed by it: what fails is logged. */
  later(work: () => Promise<void>): void {
    setImmediate(() => {
      work().catch((error: unknown) => {
        this.#options.log.error({ error }, 'the hardware backend could not do as it was told');
      });
    });
  }

  /** Sends a message to every client, or to those with an id. */
  say(message: object, clientId?: string): void {
    this.sayRaw(JSON.stringify(message), clientId);
  }

  /** Sends this text or these bytes as they are. */
  sayRaw(data: string | Buffer, clientId?: string): void {
    for (const session of this.#sessions)
      if (clientId === undefined || session.client.client_id === clientId) session.say(data);
  }

  /** Closes every connection, such as with 1008. */
  closeAll(code: number, reason = ''): void {
    for (const session of this.#sessions) session.close(code, reason);
  }

  /** Says that it restarts (1012), is away for so long, and listens again at the same port. */
  async restart(downMs: number): Promise<void> {
    this.closeAll(RESTARTING, 'The backend restarts.');
    await this.#shut();
    await this.#clock.sleep(downMs, this.#closing.signal).catch(() => undefined);
    await this.#open();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#shut();
    this.#sockets.close();
  }

  async #open(): Promise<void> {
    if (this.#server.listening || this.#closing.signal.aborted) return;
    this.#server.listen(this.port, this.host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  /** Closes the port and resets whatever is open. */
  async #shut(): Promise<void> {
    const stopped = stopTcp(this.#server);
    for (const socket of this.#raw) socket.destroy();
    await stopped;
  }

  async #pings(everyMs: number): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      for (const session of this.#sessions) session.ping(SENDER);
      await this.#clock.sleep(everyMs, signal).catch(() => undefined);
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.attempts += 1;
    if (this.#fault === 'stall') return;
    const client = clientOf(request.url ?? '/');
    if (client === null) return refuse(socket, '404 Not Found');
    const { token } = this.#options;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return refuse(socket, '401 Unauthorized');
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#enter(opened, client));
  }

  #enter(socket: WebSocket, client: BackendClient): void {
    const { duplicates = 'allow' } = this.#options;
    const twins = [...this.#sessions].filter((other) => isTwin(other.client, client));
    const session = new BackendSession(socket, client, this.#clock, {
      received: (from, what) => this.#received(from, what),
      gone: (left, code) => {
        if (this.#sessions.delete(left)) this.events.emit('disconnected', client, code);
      },
    });
    if (twins.length > 0 && duplicates === 'refuse') {
      session.close(ID_IN_USE, 'This client id is in use.');
      return;
    }
    if (duplicates === 'replace')
      for (const twin of twins) twin.close(ID_IN_USE, 'Another took this client id.');
    this.#sessions.add(session);
    this.events.emit('connected', client);
    session.setFault(this.#fault);
  }

  #received(from: BackendSession, what: BackendReceived): void {
    this.#keep(what);
    this.events.emit('received', what);
    const { message, text } = what;
    if (message?.['type'] === 'echo') from.say(text);
    else if (message?.['type'] === 'ping') this.#pong(from, message);
    else if (message) this.#passOn(from, message, text);
  }

  #keep(what: BackendReceived): void {
    this.received.push(what);
    this.#characters += what.text.length;
    while (this.received.length > KEPT || this.#characters > KEPT_CHARACTERS)
      this.#characters -= this.received.shift()?.text.length ?? this.#characters;
  }

  #pong(to: BackendSession, { timestamp, sender_id }: Record<string, unknown>): void {
    const backend_timestamp = this.#clock.now();
    to.say(
      JSON.stringify({
        type: 'pong',
        timestamp,
        target_sender_id: sender_id ?? null,
        backend_timestamp,
      }),
    );
  }

  #passOn(from: BackendSession, message: Record<string, unknown>, text: string): void {
    const target = message['type'] === 'pong' ? message['target_sender_id'] : undefined;
    for (const other of this.#sessions) {
      if (other === from || other.client.game_id !== from.client.game_id) continue;
      if (target === undefined || target === other.client.client_id) other.say(text);
    }
  }
}

/** Whose address it is; null where it is none of a game. */
const clientOf = (address: string): BackendClient | null => {
  try {
    const { pathname, searchParams } = new URL(address, 'ws://simulator');
    const game = PATH.exec(pathname)?.[1];
    if (game === undefined) return null;
    return {
      game_id: decodeURIComponent(game),
      client_type: searchParams.get('client_type') ?? 'unknown',
      client_id: searchParams.get('client_id'),
    };
  } catch {
    return null;
  }
};

const isTwin = (a: BackendClient, b: BackendClient): boolean =>
  a.client_id !== null && a.client_id === b.client_id && a.game_id === b.game_id;

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Starts one. Rejects with the system's error, such as EADDRINUSE. */
export const createHardwareSimulator = async (
  options: HardwareSimulatorOptions,
): Promise<HardwareSimulator> => {
  const simulator = new HardwareSimulator(options);
  await simulator.listen();
  return simulator;
};
