import { EventEmitter } from 'node:events';
import type { z } from 'zod';
import {
  HardwareConnectionSchema,
  HardwareMessageSchema,
  type HardwareClientStatus,
  type HardwareConnection,
  type HardwareConnectionInput,
  type HardwareLogLine,
  type HardwareMessage,
  type HardwareTraffic,
} from '#shared/contract/hardware.ts';
import { isoNow, systemClock, type Clock } from '../clock.ts';
import { createLog, type Log } from '../log.ts';
import { cutText } from '../transports/cut-text.ts';
import { backendUrl, type BackendUrl } from './backend-url.ts';
import { bounded } from './bounded.ts';
import { ClientLog } from './client-log.ts';
import { clientStatus, Counts } from './client-status.ts';
import { wallMs } from './clock-offset.ts';
import { authHeaders, type HardwareAuth } from './hardware-auth.ts';
import { HardwareTrouble, troubleText } from './hardware-trouble.ts';
import { Lane } from './lane.ts';
import { deliveredToAny, droppedFor, type Delivery } from './outbound-queue.ts';
import { readMessage, type ClockAnswer, type HardwarePing, type Read } from './read-message.ts';
import { SetupPair, tooLong } from './setup-pair.ts';
import { traffic } from './traffic.ts';
import type { Unread } from './unacknowledged.ts';

/** Of messages that are not taken one in this time is told of. */
const REJECTED_EVERY_MS = 1000;

/** Where a message came from, and what a connection callback is about. */
export interface MessageSource {
  readonly url: string;
}

/** What a client is made of besides its settings. */
export interface HardwareParts<M extends HardwareMessage> {
  /** What its messages look like; what does not fit is counted as rejected and not handed out. */
  messages: z.ZodType<M>;
  clock?: Clock;
  log?: Log;
  auth?: HardwareAuth;
  /** PEM of the authority that signed the backend's certificate; trusted in place of the system's. */
  ca?: string;
  /** 0 to 1, for the spread of the waits. */
  random?: () => number;
}

export interface HardwareClientEvents {
  /** The status is another one. Read it when you need it. */
  changed: [];
  /** A message came or left. Made only while somebody listens. */
  traffic: [HardwareTraffic];
  log: [HardwareLogLine];
  /** A message was taken, or left; pings and pongs aside. Made only while somebody listens. */
  message: ['in' | 'out', HardwareMessage];
}

/**
 * The base of every hardware client: a WebSocket that comes back, with pings, a queue that expires, figures, a log and
 * an orderly end. Subclasses say what a message means in `handleMessage`; `createHardwareClient` takes functions instead.
 */
export abstract class HardwareWebSocketClient<M extends HardwareMessage = HardwareMessage> {
  readonly settings: HardwareConnection;
  readonly log: ClientLog;
  readonly events = new EventEmitter<HardwareClientEvents>();
  protected readonly clock: Clock;
  readonly #messages: z.ZodType<M>;
  readonly #lanes: readonly Lane[];
  readonly #counts = new Counts();
  #life: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  #rejectedAt = -Infinity;
  #skipped = 0;

  /** @throws HardwareTrouble where a setting is wrong; it names the field. */
  constructor(settings: HardwareConnectionInput, parts: HardwareParts<M>) {
    const { messages, clock = systemClock, log = createLog('info'), auth, ca, random } = parts;
    this.settings = parseSettings(settings);
    this.clock = clock;
    this.#messages = messages;
    const name = `${this.settings.client_type}:${this.settings.client_id}`;
    this.log = new ClientLog(name, clock, log, (line) => this.#tell('log', line));
    const { host, secure, backends, backend_mode, handler_timeout_ms } = this.settings;
    const urls = [{ host, secure }, ...backends].map((at) => backendUrl(at, this.settings));
    const pair = new SetupPair(clock, handler_timeout_ms, {
      setup: (signal) => this.setup(signal),
      teardown: () => this.teardown(),
      failed: (error) => this.reportTrouble(error),
    });
    const lane = (of: readonly BackendUrl[]): Lane =>
      new Lane({
        urls: of,
        settings: this.settings,
        clock,
        random,
        pair,
        ca,
        headers: () => authHeaders(auth),
        events: {
          opened: (lane) => this.#opened(lane),
          lost: (lane, end) => this.#lost(lane, troubleText(end.trouble)),
          trouble: (error) => this.reportTrouble(error),
          received: (data, isBinary, from) => this.#received(data, isBinary, from),
          left: (type, text) => this.#left(type, text),
          pinged: (lane) => this.#pinged(lane),
          expired: (type) => this.log.warn(`"${type}" waited too long and was not sent.`),
          unacknowledged: (lane, unread) => this.#unacknowledged(lane, unread),
          changed: () => this.#tell('changed'),
        },
      });
    this.#lanes = backend_mode === 'all' ? urls.map((url) => lane([url])) : [lane(urls)];
  }

  /** Does what a message asks for. The next one is handed out when it has ended, after `handler_timeout_ms` at the latest. */
  protected abstract handleMessage(message: M, from: MessageSource): void | Promise<void>;

  /** Gets the hardware ready; after the first connection. `signal` aborts when the client is stopped. */
  protected setup(_signal: AbortSignal): void | Promise<void> {}

  /** Lets go of the hardware; after the last connection, once for each `setup`, failed ones included. */
  protected teardown(): void | Promise<void> {}

  /** It begins to run: what it needs before a backend is there. */
  protected onStarted(): void {}

  /** It runs no more, for whatever reason; once for each `onStarted`. */
  protected onStopped(): void | Promise<void> {}

  /** A backend is there and the hardware set up. */
  protected onConnected(_to: MessageSource): void {}

  /** A backend is gone. */
  protected onDisconnected(_from: MessageSource, _reason: string): void {}

  /**
   * A backend is gone that may not have read these: they left, and no ping was answered after them. The first 100 of
   * `count`, oldest first. They are not sent again.
   */
  protected onUnacknowledged({ messages, count }: Unread, from: MessageSource): void {
    const types = [...new Set(messages.map(({ type }) => `"${type}"`))].join(', ');
    this.reportTrouble(
      new HardwareTrouble(
        `${count === 1 ? 'A message' : `${count} messages`} may not have arrived at ${new URL(from.url).host}: ${types}.`,
        'The connection was lost before the backend showed that it had read what was sent. Nothing is sent again: look there.',
      ),
    );
  }

  /** Connects and stays connected until `stop`. Does nothing where it runs already. */
  start(): void {
    if (this.#life && !this.#life.signal.aborted) return;
    const life = new AbortController();
    const isEnding = this.#life !== null;
    this.#life = life;
    // At once where it can be: what is sent from now on may wait for the connection.
    this.#done = isEnding ? this.#done.then(() => this.#live(life)) : this.#live(life);
  }

  /** Says goodbye, tears down, and resolves when nothing of it is left: timers, sockets, handlers. */
  async stop(): Promise<void> {
    this.#life?.abort();
    await this.#done;
  }

  /** Runs until the signal aborts, somebody stops it, or no backend lets it in. */
  async run(signal?: AbortSignal): Promise<void> {
    const stop = (): void => this.#life?.abort();
    this.start();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    await this.#done;
    signal?.removeEventListener('abort', stop);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Sends `{type, ...fields}` now, or does with it what `outbound` says for its type. @throws HardwareTrouble where it is no message */
  send(type: string, fields: Readonly<Record<string, unknown>> = {}): Delivery {
    const text = asJson(type, fields);
    if (Buffer.byteLength(text) > this.settings.max_message_bytes)
      return this.#notSent(type, `It is larger than ${this.settings.max_message_bytes} bytes.`);
    const deliveries = this.#lanes.map((lane) => lane.send(type, text));
    const delivery = deliveredToAny(deliveries);
    if (delivery.outcome === 'dropped') return this.#notSent(type, delivery.reason ?? '');
    return delivery;
  }

  /** As it stands now. */
  status(): HardwareClientStatus {
    return clientStatus(this.settings, this.#lanes, this.#counts, this.log.level, this.clock);
  }

  /** What went wrong: for the log, and as `last_error` on the page. */
  protected reportTrouble(error: unknown): void {
    const text = troubleText(error);
    this.#counts.lastError = text;
    this.#counts.lastErrorAt = isoNow(this.clock);
    this.log.warn(text);
    this.#tell('changed');
  }

  async #live(life: AbortController): Promise<void> {
    if (!life.signal.aborted) await this.#run(life.signal);
    if (this.#life === life) this.#life = null;
    this.log.info('Stopped.');
  }

  /** Never rejects. */
  async #run(signal: AbortSignal): Promise<void> {
    const { handler_timeout_ms } = this.settings;
    this.#guarded(() => this.onStarted());
    try {
      await Promise.all(this.#lanes.map((lane) => lane.run(signal)));
    } catch (error) {
      this.reportTrouble(error);
    }
    try {
      const ending = Promise.resolve(this.onStopped());
      const late = (): HardwareTrouble => tooLong('onStopped', handler_timeout_ms);
      await bounded(this.clock, handler_timeout_ms, ending, late);
    } catch (error) {
      this.reportTrouble(error);
    }
  }

  #opened(lane: Lane): void {
    this.log.info(`Connected to ${new URL(lane.url).host}.`);
    this.#guarded(() => this.onConnected(lane.source));
  }

  #lost(lane: Lane, reason: string): void {
    this.#guarded(() => this.onDisconnected(lane.source, reason));
  }

  #unacknowledged(lane: Lane, unread: Unread): void {
    this.#counts.unacknowledged += unread.count;
    this.#guarded(() => this.onUnacknowledged(unread, lane.source));
  }

  #received(data: Buffer, isBinary: boolean, lane: Lane): void | Promise<void> {
    this.#counts.messagesIn += 1;
    const read: Read<M> = isBinary
      ? { kind: 'problem', type: null, problem: 'It is binary, and messages are text.' }
      : readMessage(data, this.#messages, this.settings.client_id);
    const problem = read.kind === 'problem' ? read.problem : null;
    if (this.events.listenerCount('traffic') > 0)
      this.#tell('traffic', traffic('in', read.type, data, isBinary, problem, this.clock));
    if (read.kind === 'message') {
      this.#counts.dataAt = this.clock.monotonic();
      if (this.events.listenerCount('message') > 0) this.#tell('message', 'in', read.message);
      return this.handleMessage(read.message, lane.source);
    }
    if (read.kind === 'problem') this.#reject(read.problem);
    else if (read.kind === 'ping') this.#pong(read.ping, lane);
    else this.#clockAnswer(read.answer, lane);
  }

  #pong({ timestamp, sender_id }: HardwarePing, lane: Lane): void {
    const theirs = wallMs(timestamp);
    if (theirs !== null)
      lane.latency.clock.arrived(theirs, sender_id, this.clock.now(), this.clock.monotonic());
    lane.send('pong', asJson('pong', { timestamp, target_sender_id: sender_id ?? null }));
  }

  #clockAnswer({ timestamp, backend_timestamp }: ClockAnswer, lane: Lane): void {
    const theirs = wallMs(backend_timestamp);
    if (theirs === null) return;
    const { clock } = lane.latency;
    clock.exchanged(timestamp, theirs, this.clock.now(), this.clock.monotonic());
  }

  #pinged(lane: Lane): void {
    if (!this.settings.clock_probe) return;
    const { client_id } = this.settings;
    lane.send('ping', asJson('ping', { timestamp: this.clock.now(), sender_id: client_id }));
  }

  #left(type: string, text: string): void {
    this.#counts.messagesOut += 1;
    if (type !== 'ping' && type !== 'pong' && this.events.listenerCount('message') > 0)
      this.#tell('message', 'out', HardwareMessageSchema.parse(JSON.parse(text)));
    if (this.events.listenerCount('traffic') === 0) return;
    this.#tell('traffic', traffic('out', type, Buffer.from(text), false, null, this.clock));
  }

  #notSent(type: string, reason: string): Delivery {
    this.#counts.dropped += 1;
    this.log.debug(`"${type}" was not sent. ${reason}`);
    return droppedFor(reason);
  }

  #reject(problem: string): void {
    this.#counts.rejected += 1;
    this.#skipped += 1;
    const now = this.clock.monotonic();
    if (now - this.#rejectedAt < REJECTED_EVERY_MS) return;
    this.#rejectedAt = now;
    const more = this.#skipped > 1 ? ` (${this.#skipped - 1} before it, too)` : '';
    this.#skipped = 0;
    this.reportTrouble(new HardwareTrouble('A message was not taken.', `${problem}${more}`));
  }

  /** What is called here is somebody else's, and may throw. */
  #guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.reportTrouble(error);
    }
  }

  #tell<E extends keyof HardwareClientEvents>(
    event: E,
    ...values: HardwareClientEvents[E]
  ): void {
    try {
      this.events.emit<keyof HardwareClientEvents>(event, ...values);
    } catch (error) {
      this.#counts.lastError = troubleText(error);
    }
  }
}

const parseSettings = (settings: HardwareConnectionInput): HardwareConnection => {
  const parsed = HardwareConnectionSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
  );
  throw new HardwareTrouble(
    problems.join(' '),
    'Correct the fields that are named, and start the client again.',
  );
};

const asJson = (type: string, fields: Readonly<Record<string, unknown>>): string => {
  if (!HardwareMessageSchema.shape.type.safeParse(type).success)
    throw new HardwareTrouble(
      `"${cutText(type, 40).text}" is no type of a message: it has 1 to 128 characters.`,
      'Give the message another type.',
    );
  try {
    return JSON.stringify(Object.assign({ type }, fields, { type }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HardwareTrouble(
      `The message "${type}" can't be written as JSON: ${reason}`,
      'Send text, numbers, yes or no, lists and objects of these.',
    );
  }
};
