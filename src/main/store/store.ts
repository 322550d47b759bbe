import type { ButtonChange, ButtonState } from '#shared/contract/button-state.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { HardwareClient } from '#shared/contract/hardware-clients.ts';
import type { Intent } from '#shared/contract/intent.ts';
import type { Layout } from '#shared/contract/layout.ts';
import type { Macro, MacroRun } from '#shared/contract/macro.ts';
import type { Corruption } from '#shared/contract/mirror.ts';
import type { InstalledPack } from '#shared/contract/packs.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import type { Session } from '#shared/contract/session.ts';
import type { AuditEntry, Metrics, StoreStatus } from '#shared/contract/telemetry.ts';
import type { Venue } from '#shared/contract/venue.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RevisionLog } from './revisions/revision-log.ts';

/** The stored kinds that have a name, and what each holds. The config is the one named `bridge`. */
export interface Entities {
  config: BridgeConfig;
  protocol: Protocol;
  device: Device;
  intent: Intent;
  macro: Macro;
  /** A macro that runs, by its execution. */
  macro_run: MacroRun;
  layout: Layout;
  session: Session;
  venue: Venue;
  /** By its client id, which may hold any text. */
  hardware: HardwareClient;
  /** What the show took from a pack. */
  pack: InstalledPack;
}
export type Kind = keyof Entities;

/**
 * What a look-up found. `source` says where it came from: `cache` is kept honest by Redis, `redis` cost a
 * round trip, `stale` is the last known value while Redis is away.
 */
export type Lookup<T> =
  | { found: 'present'; value: T; source: 'cache' | 'redis' | 'stale' }
  | { found: 'absent' }
  | { found: 'corrupt'; corruption: Corruption };

/** What must stand at a key for a write to happen: something, nothing, or one of these revisions. */
export type Expected = 'present' | 'absent' | { revisions: readonly string[] };

/** Asked while the store can't answer and nothing is known from before. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly fault: Fault;
  /** `cause`: what the one that was asked came to; without it nobody was. */
  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = { error_type: 'store_unavailable', message, details: { hint } };
  }
}

/**
 * Everything that one execution writes: button state, counters and audit entry in one pipelined round trip; the
 * trace follows right behind.
 */
export interface Recording {
  execution: Execution;
  /** Retries of this execution, for the seed's `retry_count`. */
  retries: number;
  buttons: { device_id: string; button_id: string; change: ButtonChange }[];
  /** The audit stream is trimmed to about this many entries. */
  auditMaxEntries: number;
  /** What the traces of one outcome may take, in bytes. */
  traceMaxBytes: number;
}

/** `waiting`: Redis is away; the entries are kept here and written when it is back, each once. */
export type RecordReceipt = 'written' | 'waiting';

export type StoreChange =
  | { [K in Kind]: { kind: K; name: string; value: Entities[K] | null } }[Kind]
  | { kind: 'button'; value: ButtonState }
  /** An execution of another control room has ended. */
  | { kind: 'execution'; entry: AuditEntry }
  | { kind: 'corruption'; key: string; value: Corruption | null };

/** Where the catalogue, the state and the history live. Adapters: Redis and memory, one conformance suite. */
export interface Store {
  /** The hot path: answers at once when the near cache knows, undefined when `read` must be asked. */
  peek<K extends Kind>(kind: K, name: string): Lookup<Entities[K]> | undefined;
  /** @throws StoreUnavailable within 1 s, never hangs. */
  read<K extends Kind>(kind: K, name: string): Promise<Lookup<Entities[K]>>;
  /** All of a kind by name; corrupt ones are left out here and stand in `corruptions`. @throws StoreUnavailable */
  list<K extends Kind>(kind: K): Promise<Entities[K][]>;
  /**
   * Writes the whole value; `created_at` is set where it is absent. Acknowledged = stored. With `expected` the look and
   * the write are one step, whoever else writes there; a value that stands there already counts as written.
   * @throws StoreUnavailable, Stale where something else stands than was expected
   */
  put<K extends Kind>(
    kind: K,
    name: string,
    value: Entities[K],
    expected?: Expected,
  ): Promise<Entities[K]>;
  /** Writes only where nothing stands. True when it wrote. @throws StoreUnavailable */
  putIfAbsent<K extends Kind>(kind: K, name: string, value: Entities[K]): Promise<boolean>;
  /** True when there was one. @throws StoreUnavailable, Stale where something else stands than was expected */
  remove(kind: Kind, name: string, expected?: Exclude<Expected, 'absent'>): Promise<boolean>;

  readonly limiter: RateLimiter;
  readonly revisions: RevisionLog;

  record(recording: Recording): Promise<RecordReceipt>;
  /**
   * Sets `last_seen` (`at`, ISO 8601) of a device, once in 10 s at most; other fields stay as they stand, and a
   * device that was removed stays removed. Never rejects: a time that could not be written is made up by the next.
   */
  touchDevice(deviceId: string, at: string): Promise<void>;
  buttons(deviceId: string): Promise<ButtonState[]>;
  /**
   * The states of a device's buttons move to its new name, presses of this moment included; one that stands there
   * already stays. Repeating it finishes it. @throws StoreUnavailable
   */
  moveButtons(from: string, to: string): Promise<void>;
  metrics(): Promise<Metrics>;
  /** Milliseconds of a round trip. @throws StoreUnavailable */
  latency(): Promise<number>;
  /** Newest first. `before` is an entry's id. */
  audit(query: { limit: number; before?: string }): Promise<AuditEntry[]>;
  /** The newest executions with their traces, of all outcomes together: newest first. */
  recentExecutions(limit: number): Promise<Execution[]>;
  execution(id: string): Promise<Execution | null>;

  corruptions(): Promise<Corruption[]>;
  /** Replaces a corrupt value by JSON that its schema accepts. A fault says why it does not. */
  repair(key: string, json: string): Promise<Fault | null>;

  /** Changes by anybody: this process, another control room, a Python agent. Returns the way to stop. */
  onChange(listener: (change: StoreChange) => void): () => void;
  status(): StoreStatus;
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Writes what waits, then closes. Ends within 3 s. */
  close(): Promise<void>;
}
