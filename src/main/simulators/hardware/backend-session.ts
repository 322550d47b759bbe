import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { HardwareFault } from './faults.ts';
import { GARBAGE } from './faults.ts';

/** A client as its address says who it is. */
export interface BackendClient {
  game_id: string;
  client_type: string;
  client_id: string | null;
}

/** One text or binary frame that came from a client. `message` is null where it is no JSON object. */
export interface BackendReceived {
  from: BackendClient;
  message: Record<string, unknown> | null;
  text: string;
}

export interface SessionEvents {
  received(session: BackendSession, what: BackendReceived): void;
  gone(session: BackendSession, code: number): void;
}

const MessageSchema = z.record(z.string(), z.unknown());
const PongSchema = z.object({ type: z.literal('pong'), timestamp: z.number() });
const FLOOD_BATCH = 100;
const FLOOD_TEXT = JSON.stringify({ type: 'scene', name: 'flood', text: 'x'.repeat(150) });

/** Asked for from outside, where nobody says which code. */
const CLOSED_BY_AUTH = 4401;

const readObject = (text: string): Record<string, unknown> | null => {
  try {
    return MessageSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** One client's connection, from its opening to its end, with the fault that is in force for it. */
export class BackendSession {
  readonly client: BackendClient;
  /** Of its last answer to a `ping` of the backend; milliseconds. */
  rttMs: number | null = null;
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #events: SessionEvents;
  #fault: HardwareFault | null = null;

  constructor(socket: WebSocket, client: BackendClient, clock: Clock, events: SessionEvents) {
    this.#socket = socket;
    this.client = client;
    this.#clock = clock;
    this.#events = events;
    socket
      .on('error', () => undefined)
      .on('message', (data: Buffer) => this.#hear(data.toString('utf8')))
      .on('close', (code: number) => {
        this.#fault = null;
        events.gone(this, code);
      });
  }

  /** Sends it as it is; nothing while the connection is dead on purpose. */
  say(data: string | Buffer): void {
    if (!this.#isDead && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(data);
  }

  ping(senderId: string): void {
    const timestamp = this.#clock.now();
    this.say(JSON.stringify({ type: 'ping', timestamp, sender_id: senderId }));
  }

  close(code: number, reason: string): void {
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Resets it, as a cable that is pulled and put back does. */
  reset(): void {
    this.#socket.terminate();
  }

  setFault(fault: HardwareFault | null): void {
    this.#fault = fault;
    if (this.#isDead) this.#socket.pause();
    else this.#socket.resume();
    if (fault === 'refuse' || fault === 'drop') this.reset();
    else if (fault === 'auth') this.close(CLOSED_BY_AUTH, 'The token is not right.');
    else if (fault === 'garbage') for (const data of GARBAGE) this.say(data);
    else if (fault === 'flood') this.#flood();
  }

  get #isDead(): boolean {
    return this.#fault === 'stall' || this.#fault === 'half_open';
  }

  /** The next batch when the one before has left: a client that does not read is not buried. */
  #flood(): void {
    if (this.#fault !== 'flood' || this.#socket.readyState !== this.#socket.OPEN) return;
    for (let i = 1; i < FLOOD_BATCH; i += 1) this.#socket.send(FLOOD_TEXT);
    this.#socket.send(FLOOD_TEXT, () => setImmediate(() => this.#flood()));
  }

  #hear(text: string): void {
    const message = readObject(text);
    const pong = PongSchema.safeParse(message);
    if (pong.success) this.rttMs = this.#clock.now() - pong.data.timestamp;
    this.#events.received(this, { from: this.client, message, text });
  }
}
