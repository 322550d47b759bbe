import type { Clock } from '../../clock.ts';
import { troubleText } from '../hardware-trouble.ts';
import type { OscEndpoint } from './mapping-schema.ts';
import { ListenTrouble, OscListener, type OscListenerEvents } from './osc-listener.ts';

export interface OscReceiverDeps {
  clock: Clock;
  events: OscListenerEvents;
  failed(trouble: ListenTrouble): void;
  changed(): void;
}

const AGAIN_MS = 2000;

const isSame = (one: OscEndpoint, other: OscEndpoint): boolean =>
  one.via === other.via &&
  one.host === other.host &&
  one.port === other.port &&
  one.framing === other.framing;

/** Listens where it is told to, as long as it is started, and moves without a gap where that can be done. */
export class OscReceiver {
  readonly #deps: OscReceiverDeps;
  #wanted: OscEndpoint | null = null;
  #listener: OscListener | null = null;
  #error: string | null = null;
  #life: AbortController | null = null;
  #retrying = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: OscReceiverDeps) {
    this.#deps = deps;
  }

  /** Where it listens now. */
  get endpoint(): OscEndpoint | null {
    return this.#listener?.endpoint ?? null;
  }

  /** What keeps it from listening, and what to do. */
  get error(): string | null {
    return this.#error;
  }

  /** Never rejects: what can't be had is tried again every 2 s. */
  start(): Promise<void> {
    this.#life ??= new AbortController();
    return this.#inTurn(() => this.#listen());
  }

  async stop(): Promise<void> {
    this.#life?.abort();
    this.#life = null;
    await this.#inTurn(() => this.#close());
    this.#error = null;
  }

  /** From now on there, or nowhere. Where it listens already and can't move, it stays, and says why. */
  moveTo(endpoint: OscEndpoint | null): Promise<ListenTrouble | null> {
    return this.#inTurn(async () => {
      const old = this.#listener?.endpoint;
      if (old && endpoint && !isSame(old, endpoint)) {
        const trouble = await this.#move(old, endpoint);
        if (trouble) return trouble;
      }
      this.#wanted = endpoint;
      if (!endpoint) await this.#close();
      await this.#listen();
      return null;
    });
  }

  async #move(old: OscEndpoint, endpoint: OscEndpoint): Promise<ListenTrouble | null> {
    // Another address of the port that is ours: it must be let go of first.
    const ours = old.via === endpoint.via && old.port === endpoint.port;
    if (ours) await this.#close();
    try {
      const next = await OscListener.open(endpoint, this.#deps.events);
      await this.#close();
      this.#listener = next;
      return null;
    } catch (error) {
      if (!(error instanceof ListenTrouble)) throw error;
      await this.#listen();
      return error;
    }
  }

  async #listen(): Promise<void> {
    this.#error = null;
    if (!this.#wanted || !this.#life || this.#listener) return;
    try {
      this.#listener = await OscListener.open(this.#wanted, this.#deps.events);
    } catch (error) {
      if (!(error instanceof ListenTrouble)) throw error;
      this.#error = troubleText(error);
      this.#deps.failed(error);
      void this.#listenAgain(this.#life.signal);
    }
    this.#deps.changed();
  }

  async #listenAgain(signal: AbortSignal): Promise<void> {
    if (this.#retrying) return;
    this.#retrying = true;
    try {
      await this.#deps.clock.sleep(AGAIN_MS, signal);
    } catch {
      return;
    } finally {
      this.#retrying = false;
    }
    await this.#inTurn(() => this.#listen());
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    await listener?.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
