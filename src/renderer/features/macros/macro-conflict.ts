import { z } from 'zod';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { fieldChanges, mergeFields, type FieldChange } from '#shared/domain/field-conflicts.ts';
import { candidateOf } from './draft-candidate.ts';
import { draftOf, type MacroDraft } from './draft.ts';

type Value = Record<string, unknown>;
type Sides = Record<'base' | 'theirs' | 'mine', Value>;

const StepSchema = z.looseObject({ step_number: z.number() });
type Step = z.infer<typeof StepSchema>;
type Numbered = Map<number, Step>;

/** Null where numbers are shared: then a number names no step. */
const byNumber = (list: unknown): Numbered | null => {
  const steps = z.array(StepSchema).safeParse(list);
  if (!steps.success) return null;
  const numbered = new Map(steps.data.map((step) => [step.step_number, step]));
  return numbered.size === steps.data.length ? numbered : null;
};

const subjectOf = ({ intent_name, macro_id, wait_until }: Step): string =>
  JSON.stringify([intent_name, macro_id, wait_until]);

/** True where a step stands under another number than it did: steps were moved, or one was put between. */
const isShuffled = (base: Numbered, side: Numbered): boolean => {
  const was = new Map([...base].map(([number, step]) => [number, subjectOf(step)]));
  const is = new Map([...side].map(([number, step]) => [number, subjectOf(step)]));
  const arrived = new Set(
    [...is].flatMap(([number, subject]) => (was.get(number) === subject ? [] : [subject])),
  );
  return [...was].some(
    ([number, subject]) => is.get(number) !== subject && arrived.has(subject),
  );
};

/** What both put at the end is kept, theirs first. */
const behindTheirs = (base: Numbered, theirs: Numbered, mine: Numbered): Numbered => {
  const last = Math.max(0, ...base.keys());
  let next = Math.max(last, ...theirs.keys());
  if (next === last) return mine;
  return new Map(
    [...mine].map(([number, step]) => {
      if (number <= last) return [number, step];
      next += 1;
      return [next, { ...step, step_number: next }];
    }),
  );
};

const asRecord = (steps: Numbered): Value =>
  Object.fromEntries([...steps].map(([number, step]) => [String(number), step]));

/** Lists of steps by their numbers where a number means one step to all; else as they are, to be chosen as a whole. */
const stepwise = (sides: Sides, list: 'steps' | 'on_abort'): Sides => {
  const base = byNumber(sides.base[list] ?? []);
  const theirs = byNumber(sides.theirs[list]);
  const mine = byNumber(sides.mine[list]);
  if (!base || !theirs || !mine || isShuffled(base, theirs) || isShuffled(base, mine))
    return sides;
  return {
    base: { ...sides.base, [list]: asRecord(base) },
    theirs: { ...sides.theirs, [list]: asRecord(theirs) },
    mine: { ...sides.mine, [list]: asRecord(behindTheirs(base, theirs, mine)) },
  };
};

const asList = (steps: unknown): unknown => {
  const record = z.record(z.string(), StepSchema).safeParse(steps);
  if (!record.success) return steps;
  return Object.values(record.data).sort((a, b) => a.step_number - b.step_number);
};

/** All three go the same way, so that an absent field and an empty one don't differ. */
const plain = (value: unknown): Value => {
  const macro = MacroSchema.safeParse(value);
  return macro.success ? candidateOf(draftOf(macro.data)).value : {};
};

export interface MacroMerge {
  changes: FieldChange[];
  /** Theirs, with mine where it is chosen; null where that makes no macro. */
  merged: (choices: ReadonlyMap<string, 'theirs' | 'mine'>) => Macro | null;
}

/** What two people made of one macro: field by field, and step by step where their steps can be told apart. */
export const mergeMacro = (draft: MacroDraft, theirs: Value): MacroMerge => {
  const sides = (['steps', 'on_abort'] as const).reduce(stepwise, {
    base: draft.stored ? plain(draft.stored) : {},
    theirs: plain(theirs),
    mine: candidateOf(draft).value,
  });
  const changes = fieldChanges(draft.stored && sides.base, sides.theirs, sides.mine);
  return {
    changes,
    merged: (choices) => {
      const value = mergeFields(
        sides.theirs,
        changes,
        ({ path }) => choices.get(path) ?? 'theirs',
      );
      const lists = { steps: asList(value['steps']), on_abort: asList(value['on_abort']) };
      return MacroSchema.safeParse({ ...value, ...lists }).data ?? null;
    },
  };
};
