import type { Execution, Origin } from '#shared/contract/execution.ts';
import type { HardwareClient, HardwareListing } from '#shared/contract/hardware-clients.ts';
import { hardwareName } from '#shared/domain/hardware-name.ts';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { revisionOf } from '../../store/revision.ts';
import type { Store } from '../../store/store.ts';
import { waitAtMost } from '../../store/store-waits.ts';
import { ClientSlot } from './client-slot.ts';
import type { Hardware } from './hardware.ts';
import { shownPart } from './listing.ts';
import type { MakeDeps } from './make-client.ts';
import type { Fired } from './trigger.ts';

/** How often a client that changes is shown, at most. */
const SHOW_MS = 250;
/** After so many of these all are looked at: silence makes no event, and messages are counted without one. */
const ALL_EVERY = 4;
const CLOSE_MS = 3000;

/** The part of the one door that triggers use. */
export interface Door {
  execute(request: {
    intent_name: string;
    origin: Origin;
    context: Record<string, unknown>;
  }): Promise<Execution>;
  executeMacro(request: {
    macro_id: string;
    origin: Origin;
    context: Record<string, unknown>;
  }): Promise<Execution>;
}

export interface RuntimeDeps extends MakeDeps {
  store: Store;
  roomId: string;
  door: () => Door;
  /** Shows a client on every screen; null takes it away. */
  show: (clientId: string, listing: HardwareListing | null) => void;
}

/** Runs the hardware clients that are stored: the enabled ones from the start, and as the store changes. */
export class HardwareRuntime implements Hardware {
  readonly roomId: string;
  readonly #deps: RuntimeDeps;
  readonly #slots = new Map<string, ClientSlot>();
  readonly #shown = new Map<string, string>();
  readonly #dirty = new Set<string>();
  readonly #lifetime = new AbortController();
  readonly #stops: (() => void)[];

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    this.roomId = deps.roomId;
    const { store } = deps;
    let state = store.status().state;
    this.#stops = [
      store.onChange((change) => {
        if (change.kind === 'hardware') void this.take(change.name, change.value);
      }),
      store.onStatus((status) => {
        if (status.state === 'ready' && state !== 'ready') void this.#load();
        state = status.state;
      }),
    ];
    void this.#load();
    void this.#showing();
  }

  list(): ClientSlot[] {
    return [...this.#slots.entries()]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, slot]) => slot);
  }

  get(clientId: string): ClientSlot | null {
    return this.#slots.get(clientId) ?? null;
  }

  async take(clientId: string, given: HardwareClient | null): Promise<void> {
    if (this.#lifetime.signal.aborted) return;
    // What is told may be older than what stands there by now.
    const known = this.#deps.store.peek('hardware', clientId);
    const stored = known ? (known.found === 'present' ? known.value : null) : given;
    const slot = this.#slots.get(clientId);
    if (stored === null) {
      this.#slots.delete(clientId);
      this.#dirty.add(clientId);
      await slot?.end();
      return;
    }
    if (!slot) this.#slots.set(clientId, this.#slotOf(clientId, stored));
    else if (revisionOf('hardware', slot.stored) !== revisionOf('hardware', stored))
      await slot.take(stored);
    await this.#slots.get(clientId)?.settled();
  }

  async close(): Promise<void> {
    this.#lifetime.abort();
    for (const stop of this.#stops) stop();
    const ends = Promise.all([...this.#slots.values()].map((slot) => slot.end()));
    await waitAtMost(this.#deps.clock, CLOSE_MS, ends);
  }

  #slotOf(clientId: string, stored: HardwareClient): ClientSlot {
    const { clock, log, store } = this.#deps;
    return new ClientSlot(stored, {
      clock,
      log,
      isHere: ({ room_id }) => room_id == null || room_id === this.roomId,
      make: async (value) => {
        // What clients are made of is loaded with the first of them.
        const { makeClient } = await import('./make-client.ts');
        return makeClient(value, this.#deps);
      },
      changed: () => this.#dirty.add(clientId),
      fire: (fired) => this.#fire(clientId, fired),
      debounceMs: () => {
        const config = store.peek('config', 'bridge');
        const known = config?.found === 'present' ? config.value : BridgeConfigSchema.parse({});
        return known.debounce_ms;
      },
    });
  }

  async #fire(clientId: string, { trigger, context }: Fired): Promise<Execution> {
    const { intent_name, macro_id } = trigger;
    const origin: Origin = `hardware:${hardwareName(clientId)}`;
    const door = this.#deps.door();
    return intent_name
      ? door.execute({ intent_name, origin, context })
      : door.executeMacro({ macro_id: macro_id ?? '', origin, context });
  }

  async #load(): Promise<void> {
    try {
      const stored = await this.#deps.store.list('hardware');
      const there = new Set(stored.map(({ client_id }) => client_id));
      const gone = [...this.#slots.keys()].filter((id) => !there.has(id));
      await Promise.all([
        ...stored.map((client) => this.take(client.client_id, client)),
        ...gone.map((id) => this.take(id, null)),
      ]);
    } catch (error) {
      this.#deps.log.warn(
        { error: String(error) },
        'the hardware clients could not be read; they are read again when the store is back',
      );
    }
  }

  /** Conflated: a client that changes all the time is shown a few times a second. */
  async #showing(): Promise<void> {
    const { signal } = this.#lifetime;
    for (let round = 0; ; round += 1) {
      try {
        await this.#deps.clock.sleep(SHOW_MS, signal);
      } catch {
        return;
      }
      if (round % ALL_EVERY === 0) for (const id of this.#slots.keys()) this.#dirty.add(id);
      for (const id of this.#dirty) this.#show(id);
      this.#dirty.clear();
    }
  }

  #show(clientId: string): void {
    const listing = this.#slots.get(clientId)?.listing() ?? null;
    const shown = listing && shownPart(listing);
    if (shown === (this.#shown.get(clientId) ?? null)) return;
    if (shown === null) this.#shown.delete(clientId);
    else this.#shown.set(clientId, shown);
    this.#deps.show(clientId, listing);
  }
}
