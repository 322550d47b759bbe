import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, Outcome } from '#shared/contract/execution.ts';
import { enabledActions } from '#shared/contract/intent.ts';
import { unmetClause } from '#shared/domain/conditions.ts';
import { fillVariables, sessionNamesIn } from '#shared/domain/fill-variables.ts';
import { lookUp } from '../lookups.ts';
import { roundEntries } from './entries.ts';
import {
  brokenStep,
  cutShort,
  neverHeld,
  noList,
  notGiven,
  notMet,
  tooManySteps,
} from './macro-faults.ts';
import { nestedMacro } from './nested-macros.ts';
import { playMacro } from './play-macro.ts';
import { Sequence } from './sequence.ts';
import type { Entry, Lane, PerformStep, Stage, StepEnd } from './stage.ts';
import { attempted } from './step-attempts.ts';
import { StepFacts } from './step-facts.ts';
import { readSession } from '../session-values.ts';
import { waitUntil } from './wait-until.ts';

type Values = Entry['given'];

interface Placed {
  stage: Stage;
  entry: Entry;
  lane: Lane;
  /** When it was due and when it began, as its beat has it. */
  due: number;
  began: number;
}

/** One step as it is being done. */
interface Doing extends Placed {
  /** All that the step's templates and conditions can see. */
  values: Values;
  /** What a nested macro gets in place of its own defaults. */
  handedDown: Values;
}

const ended = (
  { stage, due, began }: Placed,
  outcome: Outcome,
  fault: Fault | null,
  tookMs = 0,
): StepEnd => ({
  outcome,
  fault,
  beat: { due, began, ended: stage.pace.at(due + tookMs) },
});

/** The session that the run's variables are of. */
const sessionOf = ({ request, run }: Stage): string | undefined =>
  request.session_id ?? run.sessionId;

const intentOf = async ({ store }: Stage, name: string | null | undefined) => {
  const found = name == null ? null : await lookUp(store, 'intent', name);
  return found?.ok ? found.value : null;
};

/** What an intent asks to be waited for, in milliseconds. */
const delaysOf = async (stage: Stage, name: string): Promise<number> => {
  const intent = await intentOf(stage, name);
  return (intent ? enabledActions(intent) : []).reduce(
    (sum, { delay_ms }) => sum + delay_ms,
    0,
  );
};

const skippedFor = ({ metadata }: Execution): Fault | null => {
  const { condition } = metadata;
  return typeof condition === 'string' ? notMet(condition) : null;
};

const fireIntent = async (doing: Doing, intentName: string): Promise<StepEnd> => {
  const { stage, entry, lane, values } = doing;
  const { run, request } = stage;
  const asked = stage.pace.at(doing.due);
  const execution = await stage.fire({
    intent_name: intentName,
    origin: `macro:${entry.macro.macro_id}`,
    parent: { execution_id: run.id, started_by: run.startedBy },
    context: values,
    timeout_ms: entry.step.timeout_ms,
    signal: lane.sends,
    session_id: request.session_id,
    ...(run.dryRun ? { dry_run: true } : {}),
    ...(run.simulate ? { simulate: true } : {}),
  });
  entry.row.tried(execution.execution_id);
  if (run.dryRun) stage.children.push({ step: entry.row.report.step, execution });
  const tookMs = run.dryRun ? await delaysOf(stage, intentName) : 0;
  const end = ended(doing, execution.outcome, execution.error ?? skippedFor(execution), tookMs);
  // The next pause counts from the device's answer: writing it down may take longer than that.
  if (!run.dryRun) end.beat.ended = Math.min(end.beat.ended, asked + execution.latency_ms);
  return end;
};

const runNested = async (doing: Doing, macroId: string): Promise<StepEnd> => {
  const { stage, entry, lane, due, began, handedDown } = doing;
  const { board, config, nested } = stage;
  const found = nestedMacro(nested, macroId);
  if (!found.ok) return ended(doing, 'failed', found.fault);
  const macro = found.value;
  if (!board.hasRoom(macro.steps.length))
    return ended(doing, 'failed', tooManySteps(config.macro_max_steps));
  entry.row.tried();
  const part = { macro, steps: macro.steps, given: handedDown, above: entry.row };
  return playMacro(
    stage,
    part,
    { ...lane, entered: true },
    { due, began, ended: began },
    performStep,
  );
};

const wait = async (doing: Doing): Promise<StepEnd> => {
  const { stage, entry, lane, values } = doing;
  const { wait_until: conditions, timeout_ms } = entry.step;
  entry.row.tried();
  if (conditions == null || stage.run.dryRun) return ended(doing, 'ok', null);
  const facts = new StepFacts(stage, {
    conditions,
    values,
    sessionId: sessionOf(stage),
    intent: null,
  });
  try {
    const unmet = await waitUntil(stage, conditions, facts, timeout_ms, lane.waits);
    if (unmet === null) return ended(doing, 'ok', null);
    return ended(doing, 'failed', neverHeld(unmet, timeout_ms));
  } catch (error) {
    if (!lane.waits.aborted) throw error;
    return ended(doing, 'cancelled', cutShort(lane.waits.reason, entry.row.report.step));
  }
};

const once = (doing: Doing): Promise<StepEnd> => {
  const { intent_name, macro_id } = doing.entry.step;
  if (macro_id != null) return runNested(doing, macro_id);
  if (intent_name != null) return fireIntent(doing, intent_name);
  return wait(doing);
};

const unmetCondition = async ({ stage, entry, values }: Doing): Promise<string | null> => {
  const { conditions, intent_name } = entry.step;
  if (conditions == null) return null;
  const intent = await intentOf(stage, intent_name);
  const sessionId = sessionOf(stage);
  const facts = new StepFacts(stage, { conditions, values, sessionId, intent });
  await facts.refresh();
  return unmetClause(conditions, facts.current);
};

const performOne = async (placed: Placed): Promise<StepEnd> => {
  const { stage, entry, lane } = placed;
  const { step, macro, given } = entry;
  const known = { ...macro.variables, ...given };
  const templates = step.variables ?? {};
  const names = sessionNamesIn(templates);
  const ofSession = await readSession(stage.session, sessionOf(stage), names);
  if (!ofSession.ok) return ended(placed, 'failed', ofSession.fault);
  const filled = fillVariables(templates, { ...known, ...ofSession.values });
  if (!filled.ok) return ended(placed, 'failed', notGiven(filled.missing));
  const values = { ...known, ...filled.value };
  const handedDown = { ...given, ...filled.value };
  const doing: Doing = { ...placed, values, handedDown };
  const unmet = await unmetCondition(doing);
  if (unmet !== null) return ended(doing, 'skipped', notMet(unmet));
  return attempted(
    stage,
    entry,
    lane,
    () => once(doing),
    (fallback) => fireIntent(doing, fallback),
  );
};

const performRounds = async (
  placed: Placed,
  list: readonly unknown[] | string,
): Promise<StepEnd> => {
  const { stage, entry, lane, due, began } = placed;
  const { board, config } = stage;
  const known = new Map(Object.entries({ ...entry.macro.variables, ...entry.given }));
  const items: unknown = typeof list === 'string' ? known.get(list) : list;
  if (!Array.isArray(items)) return ended(placed, 'failed', noList(String(list)));
  if (!board.hasRoom(items.length))
    return ended(placed, 'failed', tooManySteps(config.macro_max_steps));
  entry.row.tried();
  const rounds = roundEntries(board, entry, items);
  const within = { ...lane, entered: true };
  return new Sequence(stage, within, performStep).run(rounds, { due, began, ended: began });
};

/** Does one step, its rounds, tries and fallback included, and writes down what became of it. Does not throw. */
export const performStep: PerformStep = async (stage, entry, lane, due) => {
  const { row, step } = entry;
  const placed: Placed = { stage, entry, lane, due, began: stage.pace.at(due) };
  row.begin(placed.began);
  stage.reached(row.report.step);
  let end: StepEnd;
  try {
    end = step.for_each
      ? await performRounds(placed, step.for_each.items)
      : await performOne(placed);
  } catch (error) {
    const details = error instanceof Error ? error.stack : String(error);
    stage.log.error({ error: details, execution_id: stage.run.id }, 'a step of a macro broke');
    end = ended(placed, 'failed', brokenStep());
  }
  row.end(end.outcome, end.fault, end.beat.ended);
  return end;
};
