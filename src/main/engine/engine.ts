import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, KeyPhase, KeyPlace, Origin } from '#shared/contract/execution.ts';
import type { MirrorEvent } from '#shared/contract/mirror.ts';
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
  /** Newest first, with traces. */
  executions(limit: number): Promise<Execution[]>;
  execution(id: string): Promise<Execution | null>;
  /** A snapshot, then patches, until the signal aborts. Patches are conflated while the reader is slow. */
  mirror(signal: AbortSignal): AsyncGenerator<MirrorEvent, void, void>;
  readonly store: Store;
  /** Refuses what comes, ends what runs (keys held down are let go), closes sockets and store. Within 5 s. */
  close(): Promise<void>;
}

/** Where the built-in simulator listens, for devices marked `metadata.simulated`. */
export interface SimulatedTargets {
  host: string;
  http: number;
  tcp: number;
  udp: number;
  osc: number;
}

