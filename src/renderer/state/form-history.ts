const MOST_STEPS = 200;

/** What a form held, before and after what it holds now. Values share whatever did not change. */
export interface FormSteps<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What is being typed in: its letters are one step. Null where the next change is one of its own. */
  group: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shared = (before: unknown, now: unknown): unknown => {
  if (Object.is(before, now)) return before;
  if (Array.isArray(now)) {
    const from: unknown[] = Array.isArray(before) ? before : [];
    const items = now.map((item, at) => shared(from[at], item));
    const isSame = from.length === items.length && items.every((item, at) => item === from[at]);
    return isSame && Array.isArray(before) ? before : items;
  }
  if (!isRecord(now)) return now;
  const from = isRecord(before) ? before : {};
  const entries = Object.entries(now)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, shared(from[key], value)] as const);
  const isSame =
    isRecord(before) &&
    entries.length === Object.values(from).filter((value) => value !== undefined).length &&
    entries.every(([key, value]) => value === from[key]);
  return isSame ? before : Object.fromEntries(entries);
};

/** A copy that holds the very parts of `before` that are the same; `before` itself where all are. */
export const copyAfter = <T>(before: T, now: T): T => {
  const copy = shared(before, now);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is `now`, with equal parts of the same type
  return copy as T;
};

export const firstStep = <T>(present: T): FormSteps<T> => ({
  past: [],
  present,
  future: [],
  group: null,
});

/** The form holds something else. `group`: the field that is typed in, where it is one. */
export const stepped = <T>(steps: FormSteps<T>, now: T, group: unknown): FormSteps<T> => {
  const present = copyAfter(steps.present, now);
  if (present === steps.present) return steps;
  const isTyping = group !== null && group === steps.group;
  const past = isTyping ? steps.past : [...steps.past, steps.present].slice(-MOST_STEPS);
  return { past, present, future: [], group };
};

/** The same step, said otherwise: what was saved came back. */
export const restated = <T>(steps: FormSteps<T>, now: T): FormSteps<T> => ({
  ...steps,
  present: copyAfter(steps.present, now),
  group: null,
});

export const stepBack = <T>({ past, present, future, group }: FormSteps<T>): FormSteps<T> => {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, group };
  return {
    past: past.slice(0, -1),
    present: before,
    future: [present, ...future],
    group: null,
  };
};

export const stepForth = <T>({ past, present, future, group }: FormSteps<T>): FormSteps<T> => {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future, group };
  return { past: [...past, present], present: next, future: rest, group: null };
};
