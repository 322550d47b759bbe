import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { CompanionModel } from './companion-model.ts';
import type { Place, Style } from './command.ts';
import type { Faults } from './faults.ts';
import { runLine } from './line-commands.ts';
import { listenTcp, stopTcp } from './listen.ts';

const LONGEST_LINE = 1_000_000;
const LATE_MS = 43;
const RESCAN_MS = 120;
const SPLIT_INTO = 10;

interface TcpServiceOptions {
  model: CompanionModel;
  clock: Clock;
  closed: AbortSignal;
  replyDelayMs: number;
  faults: () => Faults;
}

/** Companion's line commands over TCP. Lines end in LF or CRLF; replies carry no id. */
export class TcpService {
  readonly #options: TcpServiceOptions;
  readonly #clients = new Set<Socket>();
  #server: Server | undefined;

  constructor(options: TcpServiceOptions) {
    this.#options = options;
  }

  /** Resolves with the port. */
  async start(host: string, port: number): Promise<number> {
    this.#server ??= createServer({ noDelay: true }, (socket) => this.#serve(socket));
    return this.#server.listening ? port : listenTcp(this.#server, host, port);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const client of this.#clients) client.destroy();
    if (server) await stopTcp(server);
  }

  /** Tells every client of a button's colour, asked or not, in between whatever it is waiting for. */
  announce(place: Place, style: Style): void {
    if (this.#clients.size === 0) return;
    const color = style.bgcolor ?? 0;
    const line = JSON.stringify({
      type: 'bank_bg_change',
      page: place.page,
      row: place.row,
      column: place.col,
      red: (color >> 16) & 0xff,
      green: (color >> 8) & 0xff,
      blue: color & 0xff,
    });
    for (const client of this.#clients) if (client.writable) client.write(`${line}\n`);
  }

  #serve(socket: Socket): void {
    this.#clients.add(socket);
    socket.on('close', () => this.#clients.delete(socket));
    // A client that breaks off is none of ours to mend; 'close' follows.
    socket.on('error', () => socket.destroy());
    let pending = '';
    let replies = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      // Each chunk is decoded by itself, as Companion does: a character split between two is lost.
      pending += chunk.toString('utf8');
      const lines = pending.split('\n');
      pending = lines.pop() ?? '';
      if (pending.length > LONGEST_LINE) socket.destroy();
      for (const line of lines) {
        const { text, slow } = runLine(this.#options.model, 'tcp', line);
        const { tcp: fault } = this.#options.faults();
        const delay = fault === 'late' ? LATE_MS : this.#options.replyDelayMs;
        const now = this.#options.clock.monotonic();
        if (slow) void this.#replyAt(socket, text, now + RESCAN_MS);
        else if (fault || delay > 0)
          replies = replies.then(() => this.#replyAt(socket, text, now + delay, fault));
        else if (socket.writable) socket.write(`${text}\n`);
      }
    });
  }

  async #replyAt(
    socket: Socket,
    text: string,
    due: number,
    fault?: Faults['tcp'],
  ): Promise<void> {
    const { clock, closed } = this.#options;
    const line = `${text}\n`;
    try {
      const wait = due - clock.monotonic();
      if (wait > 0) await clock.sleep(wait, closed);
      if (!socket.writable || fault === 'stall') return;
      if (fault === 'close-half-way') {
        socket.end(line.slice(0, Math.ceil(line.length / 2)));
      } else if (fault === 'split') {
        const size = Math.max(1, Math.ceil(line.length / SPLIT_INTO));
        for (let at = 0; at < line.length; at += size) {
          socket.write(line.slice(at, at + size));
          await clock.sleep(1, closed);
        }
      } else {
        socket.write(line);
      }
    } catch (error) {
      if (!closed.aborted) throw error;
    }
  }
}
