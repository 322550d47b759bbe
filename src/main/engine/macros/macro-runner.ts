import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { Macro, MacroProgress, MacroRun, MacroStep } from '#shared/contract/macro.ts';
import { isoOf, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { ExecuteRequest, MacroRequest } from '../engine.ts';
import type { Mirror } from '../mirror.ts';
import type { Run } from '../run.ts';
import type { SessionValues } from '../session-values.ts';
import { beatAt, livePace, plannedPace } from './beat.ts';
import { ended, unstarted, type MacroEnd } from './macro-end.ts';
import { isFinal, noSteps, noSuchStep } from './macro-faults.ts';
import { chosenSteps, unsoundMacro } from './macro-start.ts';
import { readNested, type NestedMacros } from './nested-macros.ts';
import { PauseGate } from './pause-gate.ts';
import { performStep } from './perform-step.ts';
import { playMacro } from './play-macro.ts';
import { RunRecord } from './run-record.ts';
import type { Stage } from './stage.ts';
import { StepBoard } from './step-board.ts';

export interface MacroRunnerDeps {
  store: Store;
  /** The one door: every step goes through it. */
  fire: (request: ExecuteRequest) => Promise<Execution>;
  mirror: Mirror;
  clock: Clock;
  log: Log;
  /** The variables of sessions. */
  session: SessionValues;
  /** Of this control room: only its own unfinished macros are reported. */
  roomId: string;
}

interface Active {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  /** Panic and shutdown, for the steps of an abort too. */
  readonly final: AbortController;
  show(): void;
}

/** Runs macros: each step through the one door, each change on the screens, each end with its report. */
export class MacroRunner {
  readonly #deps: MacroRunnerDeps;
  readonly #active = new Map<string, Active>();
  constructor(deps: MacroRunnerDeps) {
    this.#deps = deps;
  }

  /** Resolves when all that began has ended. Bounded by what its steps allow. */
  async run(
    run: Run,
    macro: Macro,
    request: MacroRequest,
    config: BridgeConfig,
  ): Promise<MacroEnd> {
    const maxSteps = config.macro_max_steps;
    const nested = await readNested(this.#deps.store, macro, maxSteps);
    const steps = chosenSteps(macro, request);
    const refusal = unsoundMacro(macro, nested, maxSteps);
    if (refusal) return unstarted(macro, 'refused', refusal);
    if (macro.steps.length === 0) return unstarted(macro, 'failed', noSteps());
    if (steps.length === 0)
      return unstarted(macro, 'refused', noSuchStep(request.from_step, macro));
    const work = { run, macro, request, config, nested, steps };
    return run.dryRun ? this.#dryRun(work) : this.#liveRun(work);
  }

  /** Pausing what is paused is no error. False where no macro of that execution runs, or where it is being ended. */
  control(executionId: string, control: 'pause' | 'resume'): boolean {
    const active = this.#active.get(executionId);
    if (!active || active.signal.aborted) return false;
    if (control === 'pause') active.gate.shut();
    else active.gate.open();
    active.show();
    return true;
  }

  running(): number {
    return this.#active.size;
  }

  /** Ends what a cancel leaves running, the steps of an abort: for panic and shutdown, besides each run's own signal. */
  endAborts(reason: Error): void {
    for (const { final } of this.#active.values()) final.abort(reason);
  }

  /**
   * At start: hands over each macro of this room that was running when the app ended, and forgets it. Nothing is
   * resumed. @throws StoreUnavailable
   */
  async reportInterrupted(record: (run: MacroRun) => Promise<void>): Promise<void> {
    const { store, roomId } = this.#deps;
    for (const left of await store.list('macro_run')) {
      const { execution_id } = left;
      if (left.room_id !== roomId || this.#active.has(execution_id)) continue;
      // It had ended, and only its note could not be removed any more.
      if ((await store.execution(execution_id)) === null) await record(left);
      await store.remove('macro_run', execution_id);
    }
  }

  async #dryRun(work: Work): Promise<MacroEnd> {
    const { run, macro, steps, request } = work;
    const board = new StepBoard(macro.macro_id, work.config.macro_max_steps, () => undefined);
    const children: Stage['children'] = [];
    const stage: Stage = {
      ...this.#deps,
      ...work,
      board,
      children,
      pace: plannedPace,
      final: run.signal,
      reached: () => undefined,
    };
    const lane = { waits: run.signal, sends: run.signal, gate: null, throughout: true };
    const part = { macro, steps, given: request.context ?? {}, above: null };
    const end = await playMacro(stage, part, lane, beatAt(0), performStep);
    return ended(end, board, children, {
      expected_ms: end.beat.ended,
      step_actions: children.flatMap(({ step, execution }) => execution.trace.map(() => step)),
    });
  }

  async #liveRun(work: Work): Promise<MacroEnd> {
    const { clock, mirror } = this.#deps;
    const { run, macro, steps, request } = work;
    const single = request.step_through === true;
    const gate = new PauseGate({ single, changed: () => show() });
    const final = new AbortController();
    const show = (): void => {
      const state = run.signal.aborted ? 'cancelling' : gate.isHolding ? 'paused' : 'running';
      mirror.set('runs', run.id, progress(run, state, board, single));
    };
    const board = new StepBoard(macro.macro_id, work.config.macro_max_steps, show);
    const ending = (): void => {
      if (isFinal(run.signal.reason)) final.abort(run.signal.reason);
      show();
    };
    run.signal.addEventListener('abort', ending, { once: true });
    if (run.signal.aborted) ending();
    this.#active.set(run.id, { signal: run.signal, gate, final, show });
    const note = new RunRecord(this.#deps, this.#note(run, macro, steps));
    try {
      await note.open();
      const reached = (step: string): void => note.reached(step);
      const pace = livePace(clock, run.started);
      const stage: Stage = {
        ...this.#deps,
        ...work,
        board,
        pace,
        reached,
        final: final.signal,
        children: [],
      };
      const lane = { waits: run.signal, sends: run.signal, gate, throughout: false };
      const part = { macro, steps, given: request.context ?? {}, above: null };
      const from = beatAt(pace.at(0));
      const end = await playMacro(stage, part, lane, from, performStep);
      return ended(end, board, [], single ? { step_through: true } : {});
    } finally {
      run.signal.removeEventListener('abort', ending);
      this.#active.delete(run.id);
      mirror.set('runs', run.id, null);
      void note.close();
    }
  }

  #note(run: Run, macro: Macro, steps: readonly MacroStep[]): MacroRun {
    const first = Math.min(...steps.map(({ step_number }) => step_number));
    return {
      execution_id: run.id,
      macro_id: macro.macro_id,
      room_id: this.#deps.roomId,
      origin: run.origin,
      started_at: isoOf(run.startedAtMs),
      step: String(first),
    };
  }
}

interface Work {
  run: Run;
  macro: Macro;
  request: MacroRequest;
  config: BridgeConfig;
  nested: NestedMacros;
  steps: readonly MacroStep[];
}

const progress = (
  run: Run,
  state: MacroProgress['state'],
  board: StepBoard,
  single: boolean,
): MacroProgress => ({
  execution_id: run.id,
  macro_id: board.macroId,
  origin: run.origin,
  started_at: isoOf(run.startedAtMs),
  state,
  report: board.report(),
  ...(single && { step_through: true }),
  ...(run.simulate && { simulated: true }),
});
