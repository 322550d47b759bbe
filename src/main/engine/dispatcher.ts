import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Execution, Origin } from '#shared/contract/execution.ts';
import type { MacroRun } from '#shared/contract/macro.ts';
import type { PanicState } from '#shared/contract/panic.ts';
import type { Log } from '../log.ts';
import { Afterwards } from './afterwards.ts';
import { CLOSING, frozenFault, internalFault, interruptedFault } from './dispatcher-faults.ts';
import type {
  ExecuteRequest,
  HardwareRequest,
  MacroRequest,
  PressRequest,
  ProtocolTestRequest,
  TestRequest,
} from './engine.ts';
import type { ExecutionHistory } from './execution-history.ts';
import type { HeldKey } from './held-keys.ts';
import { defaultConfig, lookUpConfig } from './lookups.ts';
import { Panic, panicFault } from './panic.ts';
import { revisionOf } from '../store/revision.ts';
import { finishedExecution, type Judgement, type Run, type Verdict } from './run.ts';
import { Runs, type AnyRequest } from './runs.ts';
import { StallWatch } from './stall-watch.ts';
import { unfit, Work, type WorkDeps } from './work.ts';

export interface DispatcherDeps extends WorkDeps {
  history: ExecutionHistory;
  log: Log;
  /** Told of each execution that has ended and was written down. */
  finished: (execution: Execution, retries: number) => void;
  panicChanged: (state: PanicState) => void;
}

/** How long letting go of a held key may take when its holder is gone or the app ends. */
const RELEASE_MS = 1500;

/**
 * The one door. Whoever asks, an execution gets its id here, is checked, resolved, sent, written down and
 * answered, and ends in exactly one outcome.
 */
export class Dispatcher {
  readonly panic: Panic;
  readonly #deps: DispatcherDeps;
  readonly #runs: Runs;
  readonly #work: Work;
  readonly #lifetime = new AbortController();
  readonly #stall: StallWatch;
  readonly #afterwards = new Afterwards();
  #closing = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#work = new Work(deps);
    this.#runs = new Runs(deps.clock);
    this.#stall = new StallWatch(deps.clock, this.#lifetime.signal);
    this.panic = new Panic({
      clock: deps.clock,
      running: () => this.#runs,
      judged: (runs) => this.#runs.allJudged(runs),
      release: () => this.release(),
      changed: deps.panicChanged,
    });
  }

  execute(request: ExecuteRequest): Promise<Execution> {
    const run = this.#runs.begin(request, { intentName: request.intent_name, key: null });
    return this.#track(run, request, (config) =>
      this.#work.intent(run, request, request.intent_name, null, config),
    );
  }

  test(request: TestRequest): Promise<Execution> {
    const intentName = request.intent.intent_name;
    const run = this.#runs.begin(request, { intentName, key: null });
    return this.#track(run, request, (config) => this.#work.unsaved(run, request, config));
  }

  press(request: PressRequest): Promise<Execution> {
    const { device_id, page, row, col, phase } = request;
    const key = { device_id, page, row, col, phase };
    const run = this.#runs.begin(request, { intentName: null, key });
    return this.#track(run, request, (config) => this.#work.key(run, request, config));
  }

  testProtocol(request: ProtocolTestRequest): Promise<Execution> {
    const run = this.#runs.begin(request, { intentName: null, key: null });
    return this.#track(run, request, (config) => this.#work.protocol(run, request, config));
  }

  sendHardware(request: HardwareRequest): Promise<Execution> {
    const { type: _, ...context } = request.message;
    // As context its values are no templates.
    const asked = { ...request, context };
    const run = this.#runs.begin(asked, { intentName: null, key: null });
    return this.#track(run, request, (config) => this.#work.hardware(run, request, config));
  }

  macro(request: MacroRequest): Promise<Execution> {
    const { macro_id: macroId } = request;
    const run = this.#runs.begin(request, { intentName: null, key: null, macroId });
    return this.#track(run, request, (config) =>
      this.#work.macro(run, request, macroId, null, config),
    );
  }

  cancel(id: string): boolean {
    const run = this.#runs.get(id);
    if (!run || run.ended) return false;
    run.cancel(new Error('cancel'));
    return true;
  }

  /** Sends UP for every key that is held down, or those that are meant. Resolves with how many there were. */
  async release(isMeant: (key: HeldKey) => boolean = () => true): Promise<number> {
    const held = this.#work.held.all().filter(isMeant);
    await Promise.all(
      held.map(({ place, origin }) => {
        const request: PressRequest = { ...place, origin, phase: 'up', timeout_ms: RELEASE_MS };
        const run = this.#runs.begin(request, {
          intentName: null,
          key: { ...place, phase: 'up' },
        });
        return this.#track(
          run,
          request,
          (config) => this.#work.key(run, request, config),
          true,
        );
      }),
    );
    return held.length;
  }

  /** A macro that was running when the app ended before: written down with the step it had reached. */
  async interrupted(macro: MacroRun): Promise<void> {
    const { macro_id: macroId, origin } = macro;
    const what = { intentName: null, key: null, macroId };
    const run = this.#runs.begin({ macro_id: macroId, origin }, what);
    const judgement: Judgement = {
      outcome: 'unknown',
      fault: interruptedFault(macro),
      macro: { macro_id: macroId, steps_executed: 0, steps_failed: 0, steps: [] },
    };
    await this.#track(run, {}, () => Promise.resolve(judgement));
  }

  /** Writes down what a person decided: nothing runs, nothing is sent, and nothing keeps it out of the audit. */
  async note(origin: Origin, words: string): Promise<void> {
    const run = this.#runs.begin({ intent_name: '', origin }, { intentName: null, key: null });
    const judgement: Judgement = { outcome: 'ok', fault: null, metadata: { note: words } };
    await this.#track(run, {}, () => Promise.resolve(judgement), true);
  }

  /** Lets go of held keys, ends what runs. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.release();
    this.#lifetime.abort(new Error('shutdown'));
    const runs = [...this.#runs];
    for (const run of runs) run.cancel(new Error('shutdown'));
    await this.#runs.ended(runs);
    // A key whose DOWN was on its way counts as held only now.
    await this.release();
  }

  #track(
    run: Run,
    request: Pick<AnyRequest, 'signal'> & { timeout_ms?: number | undefined },
    work: (config: BridgeConfig) => Promise<Judgement>,
    letsGo = false,
  ): Promise<Execution> {
    return this.#runs.track(run, request.signal, this.#conduct(run, request, work, letsGo));
  }

  async #conduct(
    run: Run,
    request: Pick<AnyRequest, 'signal'> & Partial<ExecuteRequest>,
    work: (config: BridgeConfig) => Promise<Judgement>,
    letsGo: boolean,
  ): Promise<Execution> {
    const { history, log, store } = this.#deps;
    // Listed while its command is on the way, not before; a release once it is known to mean something.
    if (!run.dryRun && run.key?.phase !== 'up')
      this.#afterwards.add(() => {
        if (!run.ended) history.started(run);
      });
    let config = defaultConfig();
    let judgement: Judgement;
    try {
      const known = lookUpConfig(store);
      const found = 'then' in known ? await known : known;
      if (found.ok) {
        config = found.value;
        run.versions['config'] = revisionOf('config', config);
      }
      run.limited = request.timeout_ms !== undefined;
      run.deadline = run.started + (request.timeout_ms ?? config.timeout_ms);
      run.expiresAt = run.started + (request.expires_ms ?? Infinity);
      judgement =
        this.#barred(run, letsGo) ?? (found.ok ? await work(config) : unfit(found.fault));
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.stack : String(error), execution_id: run.id },
        'an execution broke',
      );
      judgement = { outcome: 'failed', fault: internalFault() };
    }
    return this.#finish(run, { ...judgement, config });
  }

  /** What keeps everything out, whatever it asks for. Letting go of a key is never kept out. */
  #barred(run: Run, letsGo: boolean): Judgement | null {
    if (letsGo || run.key?.phase === 'up') return null;
    if (this.#closing) return { outcome: 'refused', fault: CLOSING };
    const stalledMs = this.#stall.stalledMs();
    if (stalledMs > 0) return { outcome: 'expired', fault: frozenFault(stalledMs) };
    if (this.panic.bars(run)) return { outcome: 'refused', fault: panicFault() };
    return null;
  }

  /** Written down before it is answered: nothing acknowledged is lost. */
  async #finish(run: Run, verdict: Verdict): Promise<Execution> {
    const { store, history, clock, log, finished } = this.#deps;
    const execution = finishedExecution(run, verdict, clock.monotonic());
    this.#runs.judged(run);
    if (run.dryRun) return execution;
    if (verdict.silent) {
      history.dropped(run);
      return execution;
    }
    try {
      const writing = store.record({
        execution,
        retries: run.retries,
        buttons: run.buttons,
        auditMaxEntries: verdict.config.audit_max_entries,
        traceMaxBytes: verdict.config.trace_max_bytes,
      });
      // The screens are told while the store writes.
      this.#afterwards.add(() => {
        history.finished(execution);
        finished(execution, run.retries);
      });
      if ((await writing) === 'waiting') execution.metadata['record'] = 'waiting';
    } catch (error) {
      log.error(
        { error: String(error), execution_id: run.id },
        'an execution could not be written down',
      );
      execution.metadata['record'] = 'lost';
    }
    return execution;
  }
}
