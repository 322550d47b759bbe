import type { Clock } from '../clock.ts';
import type {
  ExecuteRequest,
  HardwareRequest,
  MacroRequest,
  PressRequest,
  ProtocolTestRequest,
  TestRequest,
} from './engine.ts';
import { createExecutionIds } from './execution-id.ts';
import type { Run } from './run.ts';

/** What every request has, whatever it asks for. */
export type AnyRequest =
  | ExecuteRequest
  | PressRequest
  | MacroRequest
  | TestRequest
  | ProtocolTestRequest
  | HardwareRequest;

/** The executions that run. Each can be ended by itself: by its caller, by cancel, panic and shutdown. */
export class Runs {
  readonly #clock: Clock;
  readonly #nextId = createExecutionIds();
  readonly #running = new Map<string, { run: Run; work: Promise<unknown> | null }>();
  readonly #waiting = new Set<{ left: Set<string>; resolve: () => void }>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  *[Symbol.iterator](): Generator<Run> {
    for (const { run } of this.#running.values()) yield run;
  }

  get(id: string): Run | undefined {
    return this.#running.get(id)?.run;
  }

  begin(request: AnyRequest, what: Pick<Run, 'intentName' | 'key' | 'macroId'>): Run {
    const started = this.#clock.monotonic();
    const at = this.#clock.now();
    const controller = new AbortController();
    const parent = 'parent' in request ? request.parent : undefined;
    const run: Run = {
      id: this.#nextId(at),
      origin: request.origin,
      startedBy: parent?.started_by ?? request.origin,
      parentId: parent?.execution_id,
      sessionId: request.session_id,
      macroId: what.macroId,
      intentName: what.intentName,
      key: what.key,
      context: request.context ?? {},
      dryRun: request.dry_run ?? false,
      simulate: request.simulate ?? false,
      startedAtMs: at,
      started,
      signal: controller.signal,
      cancel: (reason) => controller.abort(reason),
      deadline: Infinity,
      limited: false,
      expiresAt: Infinity,
      priority: 0,
      heldMs: 0,
      sending: 0,
      retries: 0,
      lettingGo: false,
      ended: false,
      versions: {},
      steps: [],
      trace: [],
      buttons: [],
    };
    this.#running.set(run.id, { run, work: null });
    return run;
  }

  /** Follows the run's work to its end, and its caller's signal until then. */
  track<T>(run: Run, caller: AbortSignal | undefined, work: Promise<T>): Promise<T> {
    const entry = this.#running.get(run.id);
    if (entry) entry.work = work;
    const end = (): void =>
      run.cancel(caller?.reason instanceof Error ? caller.reason : new Error('cancel'));
    if (caller?.aborted) end();
    else caller?.addEventListener('abort', end);
    const forget = (): void => {
      this.#running.delete(run.id);
      caller?.removeEventListener('abort', end);
    };
    work.then(forget, forget);
    return work;
  }

  /** The run has its outcome; writing it down may take longer. */
  judged(run: Run): void {
    run.ended = true;
    for (const waiting of this.#waiting) {
      if (waiting.left.delete(run.id) && waiting.left.size === 0) waiting.resolve();
    }
  }

  /** Resolves when each of these runs has its outcome. */
  async allJudged(runs: readonly Run[]): Promise<void> {
    const left = new Set(runs.filter(({ ended }) => !ended).map(({ id }) => id));
    if (left.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = { left, resolve };
    this.#waiting.add(waiting);
    await promise.finally(() => this.#waiting.delete(waiting));
  }

  /** Resolves when the work of these runs has come to its end. */
  async ended(runs: readonly Run[]): Promise<void> {
    await Promise.allSettled(runs.flatMap(({ id }) => this.#running.get(id)?.work ?? []));
  }
}
