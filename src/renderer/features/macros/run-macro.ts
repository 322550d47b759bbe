import { create } from 'zustand';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { MacroExecuteBody } from '#shared/contract/macro.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { rememberExecution } from '../../state/execution-cache.ts';
import { questionOf, type Question } from './guard-question.ts';

/** A macro may take hours, and an answer that is not awaited is a macro that is taken back: the longest timer there is. */
const UNTIL_ITS_END_MS = 2 ** 31 - 1;
const DRY_RUN_MS = 60_000;

/** What this page asked of one macro, and what came of it. */
export interface Asking {
  /** Calls that are not answered yet. */
  waiting: number;
  isDryRunning: boolean;
  dryRun: Execution | null;
  fault: Fault | null;
  question: { of: MacroExecuteBody; is: Question } | null;
  /** The run whose steps are shown; null for the newest. */
  shownRun: string | null;
}

const NOTHING: Asking = {
  waiting: 0,
  isDryRunning: false,
  dryRun: null,
  fault: null,
  question: null,
  shownRun: null,
};

const useAskings = create<Record<string, Asking>>(() => ({}));

export const useAsking = (macroId: string): Asking =>
  useAskings((askings) => askings[macroId] ?? NOTHING);

const change = (macroId: string, to: (before: Asking) => Partial<Asking>): void =>
  useAskings.setState((askings) => {
    const before = askings[macroId] ?? NOTHING;
    return { [macroId]: { ...before, ...to(before) } };
  });

export const showRun = (macroId: string, shownRun: string | null): void =>
  change(macroId, () => ({ shownRun }));

export const closeDryRun = (macroId: string): void => change(macroId, () => ({ dryRun: null }));

export const dropFault = (macroId: string): void => change(macroId, () => ({ fault: null }));

export const dropQuestion = (macroId: string): void =>
  change(macroId, () => ({ question: null }));

const execute = (
  macroId: string,
  body: MacroExecuteBody,
  timeoutMs: number,
): Promise<Execution> =>
  ask(
    (client, options) => client.macros.execute({ params: { name: macroId }, body }, options),
    timeoutMs,
  );

const answered = (macroId: string, body: MacroExecuteBody, execution: Execution): void => {
  rememberExecution(execution);
  const is = questionOf(execution);
  // What never began has no steps to show, and its reason would be seen nowhere else.
  const fault = is === null && execution.outcome === 'refused' ? execution.error : null;
  change(macroId, () => ({ question: is && { of: body, is }, fault }));
  if (is?.kind === 'arm')
    setTimeout(() => {
      change(macroId, ({ question }) => (question?.is === is ? { question: null } : {}));
    }, is.withinMs);
  announce(
    `macro ${macroId}`,
    is === null
      ? `${macroId}: ${outcomeWords(execution.outcome, execution.error)}`
      : `${macroId} waits for your answer`,
  );
};

/** Runs a macro, from a step on, or one step of it. Its progress is in the mirror; its end is told here. */
export const runMacro = async (macroId: string, body: MacroExecuteBody): Promise<void> => {
  change(macroId, ({ waiting }) => ({
    waiting: waiting + 1,
    fault: null,
    question: null,
    shownRun: null,
  }));
  try {
    answered(macroId, body, await execute(macroId, body, UNTIL_ITS_END_MS));
  } catch (error) {
    change(macroId, () => ({ fault: faultOf(error) }));
  } finally {
    change(macroId, ({ waiting }) => ({ waiting: waiting - 1 }));
  }
};

/** Finds out what the macro would send, and sends nothing. */
export const dryRunMacro = async (macroId: string): Promise<void> => {
  change(macroId, () => ({ isDryRunning: true, fault: null }));
  try {
    const execution = await execute(macroId, { dry_run: true, confirmed: true }, DRY_RUN_MS);
    const isRefused = execution.outcome === 'refused';
    change(macroId, () => ({
      dryRun: isRefused ? null : execution,
      fault: isRefused ? execution.error : null,
    }));
  } catch (error) {
    change(macroId, () => ({ fault: faultOf(error) }));
  } finally {
    change(macroId, () => ({ isDryRunning: false }));
  }
};

/** Pauses, resumes or cancels a run. */
export const controlRun = async (
  macroId: string,
  executionId: string,
  control: 'pause' | 'resume' | 'cancel',
): Promise<void> => {
  change(macroId, () => ({ fault: null }));
  try {
    const { done } = await ask((client, options) =>
      client.executions[control]({ id: executionId }, options),
    );
    if (!done) announce(`macro ${macroId}`, `${macroId} had ended already`);
  } catch (error) {
    change(macroId, () => ({ fault: faultOf(error) }));
  }
};
