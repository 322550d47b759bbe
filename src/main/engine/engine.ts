import type { Execution, KeyPhase, KeyPlace, Origin } from '#shared/contract/execution.ts';
import type { MirrorEvent } from '#shared/contract/mirror.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Store } from '../store/store.ts';

interface Request {
  origin: Origin;
  /** Values for the templates' variables; they win over the action's own. */
  context?: Record<string, unknown> | undefined;
  /** For all of it; the config's `timeout_ms` where absent. Milliseconds. */
  timeout_ms?: number | undefined;
  /** Resolve everything, send nothing, write nothing. */
  dry_run?: boolean | undefined;
  /** Aborts sends in flight: the outcome is then `cancelled`, or `unknown` where bytes had left. */
  signal?: AbortSignal | undefined;
}

export interface ExecuteRequest extends Request {
  intent_name: string;
}

export interface PressRequest extends Request, KeyPlace {
  phase: KeyPhase;
  /** The connection that holds the key. When it is gone, `release` lets go of what it held. */
  holder?: string | undefined;
}

/**
 * The one door. Both calls always resolve, with exactly one outcome; an unknown intent or device is a
 * failed execution with that error type, audited like any other.
 */
export interface Engine {
  execute(request: ExecuteRequest): Promise<Execution>;
  /**
   * A key's intent runs on `down` and on `press`; its `up` does nothing and answers `ok`. A key without an
   * intent is a plain press of its own place, with `down` and `up` sent as they come.
   */
  press(request: PressRequest): Promise<Execution>;
  /** Sends UP for every key that this holder pressed and did not let go: its connection is gone. */
  release(holder: string): Promise<void>;
  /** Newest first, with traces. */
  executions(limit: number): Promise<Execution[]>;
  execution(id: string): Promise<Execution | null>;
  /** A snapshot, then patches, until the signal aborts. Patches are conflated while the reader is slow. */
  mirror(signal: AbortSignal): AsyncGenerator<MirrorEvent, void, void>;
  readonly store: Store;
  /** Lets go of held keys, refuses what comes, ends what runs, closes the sockets. The store stays its owner's. */
  close(): Promise<void>;
}

export type { SimulatedTargets };
