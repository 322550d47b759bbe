import type {
  HardwareConnection,
  HardwareLinkStatus,
  HardwareState,
} from '#shared/contract/hardware.ts';
import { isoOf, type Clock } from '../clock.ts';
import { BackendLink, type LinkEvents } from './backend-link.ts';
import type { BackendUrl } from './backend-url.ts';
import { bounded } from './bounded.ts';
import { HardwareTrouble, troubleText } from './hardware-trouble.ts';
import { Inbox } from './inbox.ts';
import { LatencyStatistics } from './latency-statistics.ts';
import { setupFailed, type LinkEnd } from './link-trouble.ts';
import { LinkWatch } from './link-watch.ts';
import { droppedFor, OutboundQueue, policyOf, SENT, type Delivery } from './outbound-queue.ts';
import { ReconnectWait } from './reconnect-wait.ts';
import { tooLong, type SetupPair } from './setup-pair.ts';
import type { Unread } from './unacknowledged.ts';

/** What a lane tells its client. */
export interface LaneEvents {
  opened(lane: Lane): void;
  /** It was open and is no longer. */
  lost(lane: Lane, end: LinkEnd): void;
  trouble(error: unknown): void;
  /** One message came. May take its time: the next is kept until then. */
  received(data: Buffer, isBinary: boolean, lane: Lane): void | Promise<void>;
  /** One message left. */
  left(type: string, text: string): void;
  /** A ping left: the moment to ask for more than that it lives. */
  pinged(lane: Lane): void;
  expired(type: string): void;
  /** The connection is gone, and nobody can say whether these were read. */
  unacknowledged(lane: Lane, unread: Unread): void;
  changed(): void;
}

export interface LaneParts {
  /** Tried in turn. */
  urls: readonly BackendUrl[];
  settings: HardwareConnection;
  clock: Clock;
  random?: (() => number) | undefined;
  pair: SetupPair;
  ca: string | undefined;
  headers: () => Promise<Record<string, string>>;
  events: LaneEvents;
}

const NOWHERE: BackendUrl = { url: '', shown: '' };
/** For handlers that are at work, when the client is stopped. */
const DRAIN_AT_STOP_MS = 1000;

const GOODBYE: LinkEnd = {
  trouble: new HardwareTrouble('The client was stopped.', ''),
  final: true,
};

/** One connection that comes back, whatever becomes of it: to one backend, or to the first of several that answers. */
export class Lane {
  readonly latency = new LatencyStatistics();
  readonly queue: OutboundQueue;
  /** Where its messages come from. */
  source: { readonly url: string };
  state: HardwareState = 'stopped';
  lastError: string | null = null;
  /** Monotonic milliseconds; null before anything came. */
  heardAt: number | null = null;
  openedAt: string | null = null;
  /** The same moment in monotonic milliseconds. */
  openedMs: number | null = null;
  readonly #parts: LaneParts;
  readonly #wait: ReconnectWait;
  readonly #ruledOut = new Set<BackendUrl>();
  /** Since a connection lasted. */
  #tries = 0;
  #at: BackendUrl;
  #nextTryAt: number | null = null;
  #link: BackendLink | null = null;
  #watch: LinkWatch | null = null;

  constructor(parts: LaneParts) {
    const { settings, clock, random, events } = parts;
    this.#parts = parts;
    this.#at = parts.urls[0] ?? NOWHERE;
    this.source = { url: this.#at.shown };
    this.#wait = new ReconnectWait(
      settings.backoff_initial_ms,
      settings.backoff_max_ms,
      random,
    );
    this.queue = new OutboundQueue(settings.queue_limit, clock, (type) => events.expired(type));
  }

  /** The address that it is at now, or tried last. */
  get url(): string {
    return this.source.url;
  }

  /** How often it tried since a connection lasted; 0 while one is open. */
  get attempts(): number {
    return this.state === 'open' || this.state === 'stale' ? 0 : this.#tries;
  }

  /** Pings in a row that nothing answered. */
  get missed(): number {
    return this.#watch?.missed ?? 0;
  }

  /** Sends it now, or does with it what its policy says. */
  send(type: string, text: string): Delivery {
    const why = this.#sendNow(type, text);
    if (why === null) return SENT;
    const policy = policyOf(this.#parts.settings.outbound, type);
    if (policy === null || this.state === 'stopped') return droppedFor(why);
    return this.queue.add(type, text, policy, why);
  }

  status(): HardwareLinkStatus {
    const now = this.#parts.clock.monotonic();
    return {
      ...this.latency.read(now),
      url: this.url,
      state: this.state,
      attempts: this.attempts,
      next_try_ms: this.#nextTryAt === null ? null : Math.max(0, this.#nextTryAt - now),
      opened_at: this.openedAt,
      queued: this.queue.size,
      last_error: this.lastError,
    };
  }

  /** Connects, and again, until the signal aborts or no backend lets it in. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { urls, settings, clock, events } = this.#parts;
    this.#wait.reset();
    this.#ruledOut.clear();
    let turn = 0;
    let waitMs = 0;
    while (!signal.aborted && this.#ruledOut.size < urls.length) {
      this.#at = urls[turn % urls.length] ?? NOWHERE;
      this.source = { url: this.#at.shown };
      turn += 1;
      if (this.#ruledOut.has(this.#at)) continue;
      this.#tries += 1;
      this.#enter('connecting');
      const { end, openMs } = await this.#live(signal);
      if (signal.aborted) break;
      if (end.final) this.#ruledOut.add(this.#at);
      if (openMs !== null && openMs >= settings.lasted_ms) {
        this.#wait.reset();
        this.#tries = 0;
        turn = 0;
        waitMs = this.#wait.nextMs();
      } else if (waitMs === 0 || turn % urls.length === 0) waitMs = this.#wait.nextMs();
      if (this.#ruledOut.size === urls.length) break;
      this.#nextTryAt = clock.monotonic() + waitMs;
      events.changed();
      await clock.sleep(waitMs, signal).catch(() => undefined);
      this.#nextTryAt = null;
    }
    this.queue.clear();
    this.#tries = 0;
    this.#enter('stopped');
  }

  /** From one attempt to its end. */
  async #live(signal: AbortSignal): Promise<{ end: LinkEnd; openMs: number | null }> {
    const { clock, events, pair, settings } = this.#parts;
    const over = new AbortController();
    const ended = Promise.withResolvers<LinkEnd>();
    let wasRead = false;
    const opened = Promise.withResolvers<boolean>();
    const inbox = this.#inbox();
    let link: BackendLink;
    try {
      link = await this.#dial(signal, {
        opened: () => {
          // Nothing is read before the hardware is set up.
          link.pause();
          opened.resolve(true);
        },
        message: (data, isBinary) => inbox.push(data, isBinary),
        heard: () => this.#heard(),
        pong: (id) => this.#watch?.pong(id),
        drained: () => this.#flush(),
        gone: (end, read) => {
          wasRead = read;
          over.abort();
          opened.resolve(false);
          ended.resolve(end);
        },
      });
    } catch (error) {
      const end = asEnd(error);
      this.#ended(end, false, signal);
      return { end, openMs: null };
    }
    this.#link = link;
    this.#watch = this.#watchOf(link);
    const goodbye = (): void => link.close(1000, 'The client was stopped.', GOODBYE);
    if (signal.aborted) goodbye();
    else signal.addEventListener('abort', goodbye, { signal: over.signal });
    if (!(await opened.promise)) {
      const end = await ended.promise;
      this.#ended(end, wasRead, signal);
      return { end, openMs: null };
    }
    let openedAt: number | null = null;
    const failure = await pair.enter(signal);
    if (failure !== null) link.close(1011, 'Setup failed.', setupFailed(failure));
    else if (link.isOpen) {
      openedAt = clock.monotonic();
      this.openedMs = openedAt;
      this.#begin(this.#watch);
    }
    link.resume();
    const end = await ended.promise;
    const openMs = openedAt === null ? null : clock.monotonic() - openedAt;
    this.#ended(end, wasRead, signal);
    if (openMs !== null) events.lost(this, end);
    await inbox.drain(signal.aborted ? DRAIN_AT_STOP_MS : settings.handler_timeout_ms);
    await pair.leave();
    return { end, openMs };
  }

  /** It is known at once, however long the hardware takes to be let go of. */
  #ended(end: LinkEnd, wasRead: boolean, signal: AbortSignal): void {
    const unread = this.#watch?.end(wasRead);
    this.#watch = null;
    this.#link = null;
    this.openedAt = null;
    this.openedMs = null;
    if (!signal.aborted) {
      this.lastError = troubleText(end.trouble);
      this.#parts.events.trouble(end.trouble);
    }
    if (unread && unread.count > 0) this.#parts.events.unacknowledged(this, unread);
    this.#enter(signal.aborted ? 'stopped' : 'waiting');
  }

  async #dial(signal: AbortSignal, events: LinkEvents): Promise<BackendLink> {
    const { settings, clock, headers, ca } = this.#parts;
    const openWithinMs = settings.connect_timeout_ms;
    const given = await bounded(
      clock,
      openWithinMs,
      headers(),
      () => tooLong('Asking for the token', openWithinMs),
      signal,
    );
    return new BackendLink(
      {
        url: this.#at.url,
        headers: given,
        ca,
        compression: settings.compression,
        maxBytes: settings.max_message_bytes,
        openWithinMs,
        clock,
      },
      events,
    );
  }

  #watchOf(link: BackendLink): LinkWatch {
    const { settings, clock, events } = this.#parts;
    return new LinkWatch({
      link,
      at: new URL(this.url).host,
      settings,
      clock,
      latency: this.latency,
      pinged: () => events.pinged(this),
      answered: () => events.changed(),
      changed: () => this.#enter(this.missed > 0 ? 'stale' : 'open'),
    });
  }

  /** It is open and set up: what waited leaves first. */
  #begin(watch: LinkWatch): void {
    const { clock, events } = this.#parts;
    this.latency.clock.reset();
    this.heardAt = clock.monotonic();
    this.openedAt = isoOf(clock.now());
    this.lastError = null;
    this.#enter('open');
    events.opened(this);
    watch.beat();
  }

  #heard(): void {
    this.heardAt = this.#parts.clock.monotonic();
    this.#watch?.heard();
  }

  #inbox(): Inbox {
    const { settings, clock, events } = this.#parts;
    return new Inbox({
      clock,
      limitMs: settings.handler_timeout_ms,
      handle: (data, isBinary) => events.received(data, isBinary, this),
      failed: (error) => events.trouble(error),
      hold: () => this.#link?.pause(),
      release: () => this.#link?.resume(),
    });
  }

  /** Null where it left, or why it did not. */
  #sendNow(type: string, text: string): string | null {
    if (!this.#link?.isOpen) return `The client is ${this.state}.`;
    if (this.missed > 0) return 'The backend does not answer.';
    if (!this.#link.send(text)) return 'The backend does not read what it was sent.';
    this.#watch?.sent(type, text);
    this.#parts.events.left(type, text);
    return null;
  }

  #flush(): void {
    if (this.queue.size > 0)
      this.queue.flush((text, type) => this.#sendNow(type, text) === null);
  }

  #enter(state: HardwareState): void {
    if (state === this.state) return;
    this.state = state;
    this.#parts.events.changed();
    if (state === 'open') this.#flush();
  }
}

const asEnd = (error: unknown): LinkEnd => ({
  trouble:
    error instanceof HardwareTrouble
      ? error
      : new HardwareTrouble(
          error instanceof Error ? error.message : String(error),
          'Check address, headers and certificate of this client.',
        ),
  final: false,
});
