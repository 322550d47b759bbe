import type { Fault } from '#shared/contract/errors.ts';
import type { Outcome, StepReport } from '#shared/contract/execution.ts';
import type { Macro } from '#shared/contract/macro.ts';
import type { MacroProblem } from '#shared/domain/macro-problems.ts';
import { isSecret } from '#shared/domain/fill-variables.ts';

export const unsound = (macro: Macro, problems: readonly MacroProblem[]): Fault => ({
  error_type: 'validation_error',
  message: `${macro.macro_name} can't run as it is stored: ${problems[0]?.field}: ${problems[0]?.message}`,
  details: {
    reason: 'unsound_macro',
    macro_id: macro.macro_id,
    fields: problems.slice(0, 50),
    hint: 'Correct the macro and run it again.',
  },
});

export const noSteps = (): Fault => ({
  error_type: 'invalid_mapping',
  message: 'This macro has no steps, so nothing was sent.',
  details: { short: 'no steps', hint: 'Add a step to the macro.' },
});

export const noSuchStep = (wanted: number | undefined, macro: Macro): Fault => {
  const numbers = [...new Set(macro.steps.map(({ step_number }) => step_number))];
  return {
    error_type: 'validation_error',
    message:
      wanted === undefined
        ? 'Which step is to run was not said, so nothing was sent.'
        : `There is no step ${wanted}, so nothing was sent.`,
    details: {
      reason: 'no_such_step',
      hint: `Give one of them as from_step: ${numbers.slice(0, 20).join(', ')}.`,
    },
  };
};

export const tooManySteps = (maxSteps: number): Fault => ({
  error_type: 'validation_error',
  message: `With it the macro would come to more than ${maxSteps} steps.`,
  details: {
    reason: 'too_many_steps',
    macro_max_steps: maxSteps,
    hint: 'Shorten the list, or raise macro_max_steps in the configuration.',
  },
});

export const notMet = (clause: string): Fault => ({
  error_type: 'refused',
  message: `Not run, for its condition does not hold: ${clause}.`,
  details: {
    reason: 'conditions',
    clause,
    short: 'skipped',
    hint: 'Nothing to do, unless it was to run.',
  },
});

export const neverHeld = (clause: string, timeoutMs: number): Fault => ({
  error_type: 'refused',
  message: `Waited ${timeoutMs} ms, and still: ${clause}.`,
  details: {
    reason: 'wait_until',
    clause,
    short: 'waited in vain',
    hint: 'Look at what it waits for, or raise timeout_ms of the step.',
  },
});

export const noList = (name: string): Fault => ({
  error_type: 'validation_error',
  message: `${name} holds no list, so there is nothing to go through.`,
  details: {
    short: 'no list',
    hint: `Give ${name} as a list, in the macro or when it is run.`,
  },
});

export const notGiven = (variable: string): Fault => ({
  error_type: 'validation_error',
  message: isSecret(variable)
    ? `A step can't hold a secret: {${variable}}.`
    : `${variable} is used by the step, and nobody gave it.`,
  details: {
    short: 'missing value',
    hint: isSecret(variable)
      ? "Write it into the protocol's template."
      : "Add it to the macro's variables, or give it when the macro is run.",
  },
});

export const brokenStep = (): Fault => ({
  error_type: 'internal',
  message: 'The app itself made a mistake; the log has the details.',
  details: { hint: 'Run it again; if it stays, report it with the log.' },
});

/** Names the step that a macro ended at; the innermost one where macros stand within each other. */
export const atStep = (
  { step, name }: StepReport,
  outcome: Outcome,
  fault: Fault | null,
): Fault => {
  if (fault && typeof fault.details['step'] === 'string') return fault;
  const { error_type, message, details }: Fault = fault ?? {
    error_type: 'internal',
    message: `it ended as ${outcome}`,
    details: {},
  };
  return {
    error_type,
    message: `Step ${step} (${name}): ${message}`,
    details: { ...details, step },
  };
};

const ENDED_BY: Record<string, string> = {
  panic: 'Panic ended the macro',
  shutdown: 'The app closed and ended the macro',
};

/** What ended the macro from outside. `step`: the one it had reached; null where none had begun. */
export const cutShort = (reason: unknown, step: string | null): Fault => {
  const word = reason instanceof Error ? reason.message : String(reason);
  const where = step === null ? 'before its first step' : `at step ${step}`;
  return {
    error_type: 'cancelled',
    message: `${ENDED_BY[word] ?? 'The macro was cancelled'} ${where}.`,
    details: {
      reason: word in ENDED_BY ? word : 'cancelled',
      step,
      short: 'cancelled',
      hint: 'See what its steps did, then run it again, or from a step.',
    },
  };
};

/** True where the end leaves no time for the steps of an abort. */
export const isFinal = (reason: unknown): boolean =>
  reason instanceof Error && reason.message in ENDED_BY;
