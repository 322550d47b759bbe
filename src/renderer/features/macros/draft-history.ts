import { create } from 'zustand';
import type { MacroDraft, StepDraft } from './draft.ts';

interface History {
  past: MacroDraft[];
  future: MacroDraft[];
  /** What was typed last, and when: typing on in one field is one change. */
  typing: { field: string; at: number } | null;
  /** What the changes that come now belong to as a whole, so that they are taken back as one. */
  isHeld: boolean;
}

const NOTHING: History = { past: [], future: [], typing: null, isHeld: false };
const MOST_STEPS_BACK = 200;
const TYPING_MS = 1500;

const useHistories = create<Record<string, History>>(() => ({}));

const of = (macroId: string): History => useHistories.getState()[macroId] ?? NOTHING;

const set = (macroId: string, history: Partial<History>): void =>
  useHistories.setState({ [macroId]: { ...of(macroId), ...history } });

const changedFields = (before: object, after: object): string[] => {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).flatMap(([name, value]) =>
    was.get(name) === value ? [] : [name],
  );
};

const typedIn = (before: readonly StepDraft[], after: readonly StepDraft[]): string | null => {
  if (before.length !== after.length) return null;
  const [changed, ...others] = after.flatMap((step, at) => {
    const former = before[at];
    return former === step || !former ? [] : [{ step, former }];
  });
  if (!changed || others.length > 0 || changed.step.id !== changed.former.id) return null;
  const [field, ...more] = changedFields(changed.former, changed.step);
  return field === undefined || more.length > 0 ? null : `${changed.step.id}.${field}`;
};

/** The one field in which two drafts differ; null where it is more than one, or the order of the steps. */
const fieldTyped = (before: MacroDraft, after: MacroDraft): string | null => {
  const [field, ...more] = changedFields(before, after);
  if (field === undefined || more.length > 0) return null;
  if (field === 'steps' || field === 'on_abort') return typedIn(before[field], after[field]);
  return field;
};

/** Remembers how it was before a change. */
export const noteChange = (
  macroId: string,
  before: MacroDraft,
  after: MacroDraft,
  now = performance.now(),
): void => {
  const { past, typing, isHeld } = of(macroId);
  if (isHeld) return;
  const field = fieldTyped(before, after);
  const goesOn = field !== null && typing?.field === field && now - typing.at < TYPING_MS;
  set(macroId, {
    past: goesOn ? past : [...past, before].slice(-MOST_STEPS_BACK),
    future: [],
    typing: field === null ? null : { field, at: now },
  });
};

/** From now on all changes are one, which `before` takes back. */
export const holdHistory = (macroId: string, before: MacroDraft): void => {
  const { past } = of(macroId);
  set(macroId, { past: [...past, before], future: [], typing: null, isHeld: true });
};

export const letHistoryGo = (macroId: string): void => set(macroId, { isHeld: false });

/** Forgets what came before: it began from something that does not stand any more. */
export const forgetHistory = (macroId: string): void =>
  useHistories.setState({ [macroId]: NOTHING });

/** How it was before the last change, or after the one that was taken back; null where there is no such change. */
export const stepBack = (
  macroId: string,
  which: 'undo' | 'redo',
  current: MacroDraft,
): MacroDraft | null => {
  const { past, future, isHeld } = of(macroId);
  const from = which === 'undo' ? past : future;
  const to = which === 'undo' ? future : past;
  const last = from.at(-1);
  if (!last || isHeld) return null;
  // What began from another revision would bring that back.
  if (last.revision !== current.revision) {
    forgetHistory(macroId);
    return null;
  }
  const [less, more] = [from.slice(0, -1), [...to, current]];
  set(macroId, {
    past: which === 'undo' ? less : more,
    future: which === 'undo' ? more : less,
    typing: null,
  });
  return last;
};

export const useHistory = (macroId: string): { canUndo: boolean; canRedo: boolean } => {
  const { past, future, isHeld } = useHistories((histories) => histories[macroId] ?? NOTHING);
  return { canUndo: past.length > 0 && !isHeld, canRedo: future.length > 0 && !isHeld };
};
