import type {
  MirrorEvent,
  MirrorState,
  SliceName,
  SliceValue,
} from '#shared/contract/mirror.ts';
import type { Clock } from '../clock.ts';

/** One frame of a 60 Hz screen: a reader gets no more patches than it can show. */
const FRAME_MS = 16;

type Slices = { [S in SliceName]: Map<string, SliceValue<S>> };
type Changes = { [S in SliceName]?: Record<string, SliceValue<S> | null> };

interface Reader {
  /** What changed since the last patch: the newest value is read when it leaves. */
  pending: Map<SliceName, Set<string>>;
  wake: (() => void) | null;
}

const emptySlices = (): Slices => ({
  config: new Map(),
  devices: new Map(),
  layouts: new Map(),
  intents: new Map(),
  macros: new Map(),
  protocols: new Map(),
  venues: new Map(),
  hardware_clients: new Map(),
  hardware: new Map(),
  revisions: new Map(),
  cameras: new Map(),
  disks: new Map(),
  runs: new Map(),
  panic: new Map(),
  buttons: new Map(),
  executions: new Map(),
  health: new Map(),
  store: new Map(),
  corruptions: new Map(),
});

/**
 * What the operator's screens show: records by slice and key, with a revision. Each reader gets a snapshot,
 * then what changed since, newest value per key; a slow reader loses steps, never the end state.
 */
export class Mirror {
  readonly #slices = emptySlices();
  readonly #readers = new Set<Reader>();
  readonly #clock: Clock;
  #revision = 0;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get<S extends SliceName>(slice: S, key: string): SliceValue<S> | undefined {
    return this.#slices[slice].get(key);
  }

  keys(slice: SliceName): string[] {
    return [...this.#slices[slice].keys()];
  }

  /** Null takes the entry away. */
  set<S extends SliceName>(slice: S, key: string, value: SliceValue<S> | null): void {
    const entries = this.#slices[slice];
    if (value !== null) entries.set(key, value);
    else if (!entries.delete(key)) return;
    this.#revision += 1;
    for (const reader of this.#readers) {
      const keys = reader.pending.get(slice) ?? new Set();
      reader.pending.set(slice, keys.add(key));
      reader.wake?.();
    }
  }

  async *events(signal: AbortSignal): AsyncGenerator<MirrorEvent, void, void> {
    const reader: Reader = { pending: new Map(), wake: null };
    this.#readers.add(reader);
    try {
      let from = this.#revision;
      yield { type: 'snapshot', revision: from, state: this.#snapshot() };
      while (!signal.aborted) {
        const changes = await this.#changesFor(reader, signal);
        if (!changes) return;
        const revision = this.#revision;
        yield { type: 'patch', from, revision, changes };
        from = revision;
        await this.#clock.sleep(FRAME_MS, signal).catch(() => undefined);
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  #snapshot(): MirrorState {
    const slices = this.#slices;
    return {
      config: Object.fromEntries(slices.config),
      devices: Object.fromEntries(slices.devices),
      layouts: Object.fromEntries(slices.layouts),
      intents: Object.fromEntries(slices.intents),
      macros: Object.fromEntries(slices.macros),
      protocols: Object.fromEntries(slices.protocols),
      venues: Object.fromEntries(slices.venues),
      hardware_clients: Object.fromEntries(slices.hardware_clients),
      hardware: Object.fromEntries(slices.hardware),
      revisions: Object.fromEntries(slices.revisions),
      cameras: Object.fromEntries(slices.cameras),
      disks: Object.fromEntries(slices.disks),
      runs: Object.fromEntries(slices.runs),
      panic: Object.fromEntries(slices.panic),
      buttons: Object.fromEntries(slices.buttons),
      executions: Object.fromEntries(slices.executions),
      health: Object.fromEntries(slices.health),
      store: Object.fromEntries(slices.store),
      corruptions: Object.fromEntries(slices.corruptions),
    };
  }

  /** Null when the signal aborted first. */
  async #changesFor(reader: Reader, signal: AbortSignal): Promise<Changes | null> {
    if (reader.pending.size === 0) {
      const woken = Promise.withResolvers<void>();
      // Waits for the end of this turn of the loop, so that one execution's changes leave together.
      reader.wake = () => setImmediate(woken.resolve);
      signal.addEventListener('abort', reader.wake, { once: true });
      await woken.promise;
      signal.removeEventListener('abort', reader.wake);
      reader.wake = null;
    }
    if (signal.aborted) return null;
    const changes: Changes = {};
    for (const [slice, keys] of reader.pending) this.#collect(changes, slice, keys);
    reader.pending.clear();
    return changes;
  }

  #collect(changes: Changes, slice: SliceName, keys: Set<string>): void {
    const changed: Record<string, SliceValue<SliceName> | null> = {};
    for (const key of keys) changed[key] = this.#slices[slice].get(key) ?? null;
    Object.assign(changes, { [slice]: changed });
  }
}
