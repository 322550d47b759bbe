import type { StepDraft } from './draft.ts';

/** When a step is expected to begin, and for how long; milliseconds from the start of the macro. */
export interface PlannedStep {
  at_ms: number;
  /** Null where nobody knows: it never ran. */
  took_ms: number | null;
}

export interface Plan {
  /** By the id of the step. */
  steps: ReadonlyMap<string, PlannedStep>;
  total_ms: number;
  /** False where some step has no known duration: then the total is the least it takes. */
  isWhole: boolean;
}

const delayOf = ({ delay_ms }: StepDraft): number => {
  const ms = Number(delay_ms);
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
};

/** Neighbours of one group, and every other step by itself. */
export const stepGroups = (steps: readonly StepDraft[]): StepDraft[][] => {
  const groups: StepDraft[][] = [];
  for (const step of steps) {
    const before = groups.at(-1);
    const name = step.parallel.trim();
    if (before && name !== '' && before[0]?.parallel.trim() === name) before.push(step);
    else groups.push([step]);
  }
  return groups;
};

/** Lays the steps out in time from their delays and from how long each took the last time. */
export const planSteps = (
  steps: readonly StepDraft[],
  tookOf: (step: StepDraft) => number | null,
): Plan => {
  const planned = new Map<string, PlannedStep>();
  let now = 0;
  let end = 0;
  let isWhole = true;
  for (const group of stepGroups(steps)) {
    let next = now;
    for (const step of group) {
      const at_ms = now + delayOf(step);
      const took_ms = tookOf(step);
      if (took_ms === null) isWhole = false;
      planned.set(step.id, { at_ms, took_ms });
      end = Math.max(end, at_ms + (took_ms ?? 0));
      next = Math.max(next, step.wait_for_completion ? at_ms + (took_ms ?? 0) : at_ms);
    }
    now = next;
  }
  return { steps: planned, total_ms: end, isWhole };
};
