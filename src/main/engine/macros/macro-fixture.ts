import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import type { Execution, Outcome, StepReport } from '#shared/contract/execution.ts';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { ManualClock } from '../../clock-double.ts';
import { createLog } from '../../log.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { Store } from '../../store/store.ts';
import type { ExecuteRequest, MacroRequest } from '../engine.ts';
import { Mirror } from '../mirror.ts';
import { noSessionValues } from '../session-values.ts';
import type { Run } from '../run.ts';
import { Runs } from '../runs.ts';
import type { MacroEnd } from './macro-end.ts';
import { MacroRunner } from './macro-runner.ts';

/** How the door answers for an intent: after `ms`, and what it says when it is cut off before that. */
export interface Answer {
  outcome: Outcome;
  ms?: number;
  cutOff?: Outcome;
  metadata?: Record<string, unknown>;
}

/** One thing that was asked of the door, and when. */
export interface Asked extends ExecuteRequest {
  at: number;
}

export interface Playing {
  run: Run;
  end: Promise<MacroEnd>;
}

/** Steps of intents `a`, `b`, …, numbered from 1 where they say nothing else. */
export const aMacro = (steps: object[], more: object = {}): Macro =>
  MacroSchema.parse({
    macro_id: 'm',
    macro_name: 'M',
    steps: steps.map((step, index) => ({ step_number: index + 1, ...step })),
    ...more,
  });

/** What each step came to, by its id. */
export const outcomes = (steps: readonly StepReport[]): Record<string, Outcome | null> =>
  Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome]));

/** A runner on a store in memory and a clock that tests move, with a door that answers as it is told. */
export const macroFixture = (settings: object = {}, given?: Store) => {
  const clock = new ManualClock();
  const store = given ?? createMemoryStore({ clock });
  const mirror = new Mirror(clock);
  const config: BridgeConfig = BridgeConfigSchema.parse(settings);
  const asked: Asked[] = [];
  const answers = new Map<string, Answer[]>();
  let executions = 0;

  const execution = (
    request: ExecuteRequest,
    { outcome, metadata = {} }: Answer,
    latency_ms = 0,
  ): Execution => {
    executions += 1;
    const success = outcome === 'ok' || outcome === 'sent';
    const quiet = success || outcome === 'skipped';
    return {
      success,
      intent_name: request.intent_name,
      actions_executed: success ? 1 : 0,
      latency_ms,
      error: quiet
        ? null
        : {
            error_type: outcome === 'cancelled' ? 'cancelled' : 'connection_refused',
            message: `${request.intent_name} was ${outcome}`,
            details: {},
          },
      metadata,
      execution_id: `e${executions}`,
      origin: request.origin,
      key: null,
      started_at: new Date(clock.now()).toISOString(),
      outcome,
      attempts: 1,
      dry_run: request.dry_run ?? false,
      trace: [],
    };
  };

  const fire = async (request: ExecuteRequest): Promise<Execution> => {
    const from = clock.monotonic();
    asked.push({ ...request, at: from });
    const queue = answers.get(request.intent_name) ?? [{ outcome: 'ok' as const }];
    const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? { outcome: 'ok' };
    if (request.signal?.aborted) return execution(request, { outcome: 'cancelled' });
    if (answer.ms === undefined || request.dry_run) return execution(request, answer);
    try {
      await clock.sleep(answer.ms, request.signal);
      return execution(request, answer, answer.ms);
    } catch {
      const outcome = answer.cutOff ?? 'cancelled';
      return execution(request, { outcome }, clock.monotonic() - from);
    }
  };

  const runner = new MacroRunner({
    store,
    fire,
    session: noSessionValues,
    mirror,
    clock,
    log: createLog('silent'),
    roomId: 'ours',
  });
  const runs = new Runs(clock);
  let count = 0;

  const play = (macro: Macro, request: Partial<MacroRequest> = {}): Playing => {
    count += 1;
    const whole = { macro_id: macro.macro_id, origin: 'operator' as const, ...request };
    const what = { intentName: null, key: null, macroId: macro.macro_id };
    const run: Run = { ...runs.begin(whole, what), id: `run${count}` };
    return { run, end: runner.run(run, macro, whole, config) };
  };

  return {
    clock,
    store,
    mirror,
    runner,
    asked,
    answer: (intent: string, ...given: Answer[]) => void answers.set(intent, given),
    /** The names of what was asked, in order. */
    fired: () => asked.map(({ intent_name }) => intent_name),
    play,
    /** Runs to the end, however long that takes. */
    async finish(macro: Macro, request: Partial<MacroRequest> = {}): Promise<MacroEnd> {
      const { end } = play(macro, request);
      const over = new AbortController();
      end.then(
        () => over.abort(),
        () => over.abort(),
      );
      for (let turn = 0; !over.signal.aborted && turn < 1000; turn += 1)
        await clock.advance(1000);
      return end;
    },
  };
};

export type MacroFixture = ReturnType<typeof macroFixture>;
