import type { CameraSlot, Disk } from '#shared/contract/camera.ts';
import type { Execution, KeyPhase, KeyPlace, Origin } from '#shared/contract/execution.ts';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { Intent } from '#shared/contract/intent.ts';
import type { MirrorEvent } from '#shared/contract/mirror.ts';
import type { PanicState } from '#shared/contract/panic.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
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
  /** Send to the simulators, whatever the devices say. */
  simulate?: boolean | undefined;
  /** Aborts sends in flight: the outcome is then `cancelled`, or `unknown` where bytes had left. */
  signal?: AbortSignal | undefined;
  /** A command that still waits after so many milliseconds is never sent; the deadline where absent. */
  expires_ms?: number | undefined;
  /** Higher goes first where commands wait for one target; the intent's where absent. */
  priority?: number | undefined;
  /** The operator answered the question of a `confirm` guard. */
  confirmed?: boolean | undefined;
  session_id?: string | undefined;
}

export interface ExecuteRequest extends Request {
  intent_name: string;
  /** The macro run that asks: its guard was passed once for all of its steps, and its end ends this. */
  parent?: { execution_id: string; started_by: Origin } | undefined;
}

/** Runs an intent that is not stored, or one action of it. */
export interface TestRequest extends Request {
  intent: Intent;
  /** The one action that is done, from 0: then neither guard nor conditions are asked. */
  only?: number | undefined;
}

/** A protocol sent to a device without an intent: its author tries it. */
export interface ProtocolTestRequest extends Request {
  protocol_name: string;
  device_id: string;
  variables: Record<string, unknown>;
}

/** One message to the backend of a hardware client, as its author wrote it: nothing in it is a template. */
export interface HardwareRequest extends Request {
  client_id: string;
  message: HardwareMessage;
}

export interface MacroRequest extends Omit<Request, 'timeout_ms' | 'expires_ms' | 'priority'> {
  macro_id: string;
  /** The number of the step to begin with; the first where absent. */
  from_step?: number | undefined;
  /** Only that step. */
  only_step?: boolean | undefined;
  /** Wait before each step until it is resumed. */
  step_through?: boolean | undefined;
}

/** What may be done to an execution that runs. Pausing means macros: the step under way still ends. */
export type ExecutionControl = 'cancel' | 'pause' | 'resume';

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
  /** The same for an intent that is not stored. */
  test(request: TestRequest): Promise<Execution>;
  /**
   * A key's intent runs on `down` and on `press`; its `up` does nothing and answers `ok`. A key without an
   * intent is a plain press of its own place, with `down` and `up` sent as they come.
   */
  press(request: PressRequest): Promise<Execution>;
  /** Sends a stored protocol once, with no retry; its gates, trace and audit are those of any other press. */
  testProtocol(request: ProtocolTestRequest): Promise<Execution>;
  /** Sends a message by a hardware client, without an intent. */
  sendHardware(request: HardwareRequest): Promise<Execution>;
  /** Runs a macro to its end. Like an intent, it always resolves, with exactly one outcome and its report. */
  executeMacro(request: MacroRequest): Promise<Execution>;
  /** False where no execution of that id runs, or where it can't be paused. */
  control(executionId: string, control: ExecutionControl): boolean;
  /** Something that was decided and is no execution of an intent: it stands in the audit, in these words. */
  note(origin: Origin, words: string): Promise<void>;
  readonly panic: {
    state(): PanicState;
    /** Ends everything that waits or runs, lets go of held keys; until lifted only the operator can fire. */
    engage(by: Origin): Promise<PanicState>;
    lift(): PanicState;
  };
  /** Sends that wait for their turn, over all targets. */
  queueDepth(): number;
  /** What is known of a device; `untried` where nothing is. */
  deviceHealth(deviceId: string): DeviceHealth;
  /** A probe looked at it without a command: what that proved shows on every screen. Its breaker stays as it is. */
  deviceProbed(deviceId: string, found: { reached: boolean; answered_ms: number | null }): void;
  /** It was looked at in the background: after `staleAfter` looks in a row that found nothing it is `stale`. */
  deviceChecked(
    deviceId: string,
    found: { reached: boolean; answered_ms: number | null; why: string | null },
    staleAfter: number,
  ): void;
  /** Sends UP for every key that this holder pressed and did not let go: its connection is gone. */
  release(holder: string): Promise<void>;
  /** Sends UP for every key of a device that is held down: it is about to have another name. */
  releaseDevice(deviceId: string): Promise<void>;
  /** Newest first, with traces. */
  executions(limit: number): Promise<Execution[]>;
  execution(id: string): Promise<Execution | null>;
  /** A snapshot, then patches, until the signal aborts. Patches are conflated while the reader is slow. */
  mirror(signal: AbortSignal): AsyncGenerator<MirrorEvent, void, void>;
  /** Shows a camera slot on every screen; null takes it away. */
  showCamera(slot: string, view: CameraSlot | null): void;
  /** Shows a folder's disk on every screen; null takes it away. */
  showDisk(outputDir: string, disk: Disk | null): void;
  /** Shows a hardware client on every screen; null takes it away. */
  showHardware(clientId: string, listing: HardwareListing | null): void;
  readonly store: Store;
  /** Lets go of held keys, refuses what comes, ends what runs, closes the sockets. The store stays its owner's. */
  close(): Promise<void>;
}

export type { SimulatedTargets };
