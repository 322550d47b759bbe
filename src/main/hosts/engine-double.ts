import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, Origin, Outcome } from '#shared/contract/execution.ts';
import { emptyMirrorState, type MirrorEvent } from '#shared/contract/mirror.ts';
import type { PanicState } from '#shared/contract/panic.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { untried } from '../engine/device-health.ts';
import type {
  Engine,
  ExecuteRequest,
  ExecutionControl,
  HardwareRequest,
  MacroRequest,
  PressRequest,
  ProtocolTestRequest,
  TestRequest,
} from '../engine/engine.ts';
import type { Store } from '../store/store.ts';

const executionOf = (
  request: ExecuteRequest | PressRequest,
  outcome: Outcome,
  error: Fault | null,
): Execution => ({
  success: outcome === 'ok',
  intent_name: 'intent_name' in request ? request.intent_name : null,
  actions_executed: 0,
  latency_ms: 0,
  error,
  metadata: {},
  execution_id: 'e1',
  origin: request.origin,
  key:
    'phase' in request
      ? {
          device_id: request.device_id,
          page: request.page,
          row: request.row,
          col: request.col,
          phase: request.phase,
        }
      : null,
  started_at: '2026-11-21T20:00:00.000Z',
  outcome,
  attempts: 1,
  dry_run: request.dry_run ?? false,
  trace: [],
});

/** An engine that notes what it was asked and answers what a test tells it to. */
export class EngineDouble implements Engine {
  readonly store: Store;
  readonly asked: (ExecuteRequest | PressRequest)[] = [];
  readonly released: string[] = [];
  readonly mirrors: AbortSignal[] = [];
  /** How the next execution ends. */
  fault: Fault | null = null;
  /** Work that an execution waits for. */
  work: ((request: ExecuteRequest | PressRequest) => Promise<void>) | null = null;
  /** How many patches follow a mirror's snapshot; then it waits for its end. */
  patches = 0;
  pulled = 0;
  onReleased: (holder: string) => void = () => undefined;
  constructor(store: Store) {
    this.store = store;
  }

  execute(request: ExecuteRequest): Promise<Execution> {
    return this.answer(request);
  }

  test({ intent, ...request }: TestRequest): Promise<Execution> {
    return this.answer({ ...request, intent_name: intent.intent_name });
  }

  press(request: PressRequest): Promise<Execution> {
    return this.answer(request);
  }

  readonly controls: [string, ExecutionControl][] = [];
  readonly panics: Origin[] = [];

  testProtocol(request: ProtocolTestRequest): Promise<Execution> {
    return this.answer({ ...request, intent_name: request.protocol_name });
  }

  async sendHardware({ message, ...request }: HardwareRequest): Promise<Execution> {
    const answer = await this.answer({ ...request, intent_name: message.type });
    return answer.outcome === 'ok' ? { ...answer, outcome: 'sent' } : answer;
  }

  executeMacro(request: MacroRequest): Promise<Execution> {
    return this.answer({ ...request, intent_name: request.macro_id });
  }

  control(executionId: string, control: ExecutionControl): boolean {
    this.controls.push([executionId, control]);
    return executionId === 'runs';
  }

  readonly notes: [Origin, string][] = [];

  note(origin: Origin, words: string): Promise<void> {
    this.notes.push([origin, words]);
    return Promise.resolve();
  }

  readonly panic = {
    state: (): PanicState => this.#panic,
    engage: (by: Origin): Promise<PanicState> => {
      this.panics.push(by);
      this.#panic = { engaged: true, since: '2026-11-21T20:00:00.000Z', by, report: null };
      return Promise.resolve(this.#panic);
    },
    lift: (): PanicState => {
      this.#panic = { engaged: false, since: null, by: null, report: null };
      return this.#panic;
    },
  };
  #panic: PanicState = { engaged: false, since: null, by: null, report: null };

  queueDepth(): number {
    return 0;
  }

  deviceHealth(deviceId: string): DeviceHealth {
    return untried(deviceId);
  }

  readonly probes: string[] = [];

  deviceProbed(deviceId: string): void {
    this.probes.push(deviceId);
  }

  deviceChecked(): void {
    // No screen watches the double.
  }

  release(holder: string): Promise<void> {
    this.released.push(holder);
    this.onReleased(holder);
    return Promise.resolve();
  }

  releaseDevice(): Promise<void> {
    return Promise.resolve();
  }

  executions(limit: number): Promise<Execution[]> {
    return Promise.resolve(
      this.asked.slice(-limit).map((request) => executionOf(request, 'ok', null)),
    );
  }

  execution(): Promise<Execution | null> {
    return Promise.resolve(null);
  }

  showHardware(): void {
    // No screen watches the double.
  }

  showDisk(): void {
    // No screen watches the double.
  }

  showCamera(): void {
    // No screen watches the double.
  }

  async *mirror(signal: AbortSignal): AsyncGenerator<MirrorEvent, void, void> {
    this.mirrors.push(signal);
    yield { type: 'snapshot', revision: 0, state: emptyMirrorState() };
    for (let revision = 1; revision <= this.patches && !signal.aborted; revision += 1) {
      this.pulled += 1;
      const filling = 'x'.repeat(1000);
      const corruptions = { a: { key: 'a', problem: filling, raw: filling } };
      yield { type: 'patch', from: revision - 1, revision, changes: { corruptions } };
    }
    if (signal.aborted) return;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async answer(request: ExecuteRequest | PressRequest): Promise<Execution> {
    this.asked.push(request);
    await this.work?.(request);
    return executionOf(request, this.fault ? 'failed' : 'ok', this.fault);
  }
}
