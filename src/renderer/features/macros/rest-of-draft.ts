import { MacroSchema } from '#shared/contract/macro.ts';
import type { Checked } from './draft-problems.ts';
import { draftOf, type MacroDraft } from './draft.ts';

const UNITS = [
  'macro_name',
  'description',
  'guard',
  'variables',
  'steps',
  'on_abort',
] as const satisfies readonly (keyof MacroDraft)[];
type Unit = (typeof UNITS)[number];

const WORDS: Record<Unit, string> = {
  macro_name: 'Name',
  description: 'What it is for',
  guard: 'Guard',
  variables: 'Variables',
  steps: 'Steps',
  on_abort: 'Steps on abort',
};

const STEP = /^(steps|on_abort)\[(\d+)\]/;

const unitAt = (field: string): Unit | undefined =>
  UNITS.find(
    (unit) => field === unit || field.startsWith(`${unit}.`) || field.startsWith(`${unit}[`),
  );

/** What is wrong where, as the page calls it: `steps[2].timeout_ms` is `Step 3`. */
export const fieldWords = (field: string): string => {
  const [, list, index] = STEP.exec(field) ?? [];
  if (list !== undefined)
    return `${list === 'steps' ? 'Step' : 'Step on abort'} ${Number(index) + 1}`;
  if (field === 'macro_id') return 'Id';
  const unit = unitAt(field);
  return unit ? WORDS[unit] : field;
};

export type RestOfDraft =
  | { ok: true; draft: MacroDraft; saved: string[]; together: string[] }
  | { ok: false; why: 'new' | 'nothing' | 'together'; together: string[] };

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What can be saved of a macro while something in it is wrong: a list of steps is one thing. */
export const restOfDraft = (
  draft: MacroDraft,
  check: (draft: MacroDraft) => Checked,
): RestOfDraft => {
  const base = MacroSchema.safeParse(draft.stored);
  if (!base.success) return { ok: false, why: 'new', together: [] };
  const before = draftOf(base.data, draft.revision);
  const faulty = new Set(check(draft).problems.flatMap(({ field }) => unitAt(field) ?? []));
  const rest = { ...draft };
  for (const unit of faulty) Object.assign(rest, { [unit]: before[unit] });
  const saved = UNITS.filter((unit) => !isSame(rest[unit], before[unit]));
  if (saved.length === 0) return { ok: false, why: 'nothing', together: [] };
  const words = saved.map((unit) => WORDS[unit]);
  return check(rest).problems.length === 0
    ? { ok: true, draft: rest, saved: words, together: [] }
    : { ok: false, why: 'together', together: words };
};
