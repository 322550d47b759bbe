import type { Macro, MacroStep } from '#shared/contract/macro.ts';
import type { StepBoard, StepRow } from './step-board.ts';
import type { Entry } from './stage.ts';

const MOST_SHOWN = 40;

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
};

/** What a person calls a step. */
const nameOf = (step: MacroStep): string =>
  step.intent_name ?? step.macro_id ?? `wait until ${shown(step.wait_until)}`;

/** A macro's steps by their numbers; those that share one stand as they were written, and are told apart by `#2`. */
export const stepEntries = (
  board: StepBoard,
  above: StepRow | null,
  prefix: string,
  macro: Macro,
  steps: readonly MacroStep[],
  given: Entry['given'],
): Entry[] => {
  const seen = new Map<number, number>();
  return steps
    .toSorted((a, b) => a.step_number - b.step_number)
    .map((step) => {
      const nth = (seen.get(step.step_number) ?? 0) + 1;
      seen.set(step.step_number, nth);
      const id = `${prefix}${step.step_number}${nth > 1 ? `#${nth}` : ''}`;
      return { step, macro, given, row: board.add(above, id, nameOf(step)) };
    });
};

/** One entry per item of a step's list, each with its item at hand. */
export const roundEntries = (
  board: StepBoard,
  { step, row, macro, given }: Entry,
  items: readonly unknown[],
): Entry[] => {
  const round = {
    ...step,
    for_each: null,
    parallel: null,
    wait_for_completion: true,
  };
  const as = step.for_each?.as ?? 'item';
  return items.map((item, index) => ({
    step: round,
    macro,
    given: { ...given, [as]: item },
    row: board.add(row, `${row.report.step}.${index + 1}`, `${nameOf(step)} · ${shown(item)}`),
  }));
};
