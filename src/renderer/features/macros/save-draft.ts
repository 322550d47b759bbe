import { create } from 'zustand';
import type { Fault } from '#shared/contract/errors.ts';
import type { Macro } from '#shared/contract/macro.ts';
import { revisionKey } from '#shared/contract/mirror.ts';
import type { StaleDetails } from '#shared/contract/precondition.ts';
import { isPassing } from '../../link/faults.ts';
import { putEntity } from '../../link/save-entity.ts';
import { announce } from '../../state/announcer.ts';
import { useConnection } from '../../state/connection-store.ts';
import { newRevision, revisionNow } from '../../state/heard-revision.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { checkDraft, type Checked } from './draft-problems.ts';
import { dropDraft, keepDraft, useDrafts } from './draft-store.ts';
import { forgetHistory } from './draft-history.ts';
import { savedOver } from './draft-edits.ts';
import type { MacroDraft } from './draft.ts';

export interface Saving {
  /** `waiting`: the engine or its store is away; it is saved as soon as it is back. */
  state: 'idle' | 'busy' | 'waiting';
  /** Why the last attempt did not work, and what it was. */
  refusal: { of: MacroDraft; fault: Fault } | null;
  /** Both versions, where it found another one in its place. */
  conflict: StaleDetails | null;
  /** The name under which a new one was stored, where it is another than its draft's. */
  savedAs: string | null;
}

const NOTHING: Saving = { state: 'idle', refusal: null, conflict: null, savedAs: null };
const MOST_STEPS = 1000;
const AGAIN_AFTER_MS = 2000;

const useSavings = create<Record<string, Saving>>(() => ({}));

export const useSaving = (macroId: string): Saving =>
  useSavings((savings) => savings[macroId] ?? NOTHING);

const change = (macroId: string, to: Partial<Saving>): void =>
  useSavings.setState((savings) => ({
    [macroId]: { ...(savings[macroId] ?? NOTHING), ...to },
  }));

export const forgetSaving = (macroId: string): void =>
  useSavings.setState({ [macroId]: NOTHING });

export const showConflict = (macroId: string, conflict: StaleDetails | null): void =>
  change(macroId, { conflict });

/** Judges a draft by what is stored now. */
export const checkedNow = (draft: MacroDraft): Checked => {
  const { macros, config } = useMirror.getState();
  const maxSteps = config['bridge']?.macro_max_steps ?? MOST_STEPS;
  return checkDraft(draft, { maxSteps, macro: (id) => macros[id] ?? null });
};

const stored = async (macroId: string, sent: MacroDraft, value: Macro): Promise<void> => {
  const { macro_id, macro_name } = value;
  const key = revisionKey('macro', macro_id);
  const revision = await newRevision(key, sent.revision);
  const newer = useDrafts.getState().byMacro[macroId];
  dropDraft(macroId);
  forgetHistory(macroId);
  // What was typed while it was on its way is a change of what is stored now.
  if (newer && newer !== sent) keepDraft(macro_id, savedOver(newer, sent, value, revision));
  change(macroId, { ...NOTHING, savedAs: macro_id === macroId ? null : macro_id });
  announce('macro', `${macro_name} saved`);
};

/** Stores a draft over the revision that it began from. True when it is stored. */
export const saveDraft = async (
  macroId: string,
  draft = useDrafts.getState().byMacro[macroId],
): Promise<boolean> => {
  const macro = draft && checkedNow(draft).macro;
  if (!macro || useSavings.getState()[macroId]?.state === 'busy') {
    if (!macro) change(macroId, { state: 'idle' });
    return false;
  }
  change(macroId, { state: 'busy', refusal: null, conflict: null });
  const written = await putEntity('macro', macro.macro_id, macro, draft.revision);
  if (written.ok) {
    await stored(macroId, draft, written.value);
    return true;
  }
  if (written.stale) {
    change(macroId, { state: 'idle', conflict: written.stale });
    return false;
  }
  const { fault } = written;
  const state = isPassing(fault) ? 'waiting' : 'idle';
  change(macroId, { state, refusal: { of: draft, fault } });
  if (state === 'waiting') setTimeout(saveWaiting, AGAIN_AFTER_MS);
  return false;
};

const isBack = (): boolean =>
  useConnection.getState().phase === 'live' &&
  useMirror.getState().store['redis']?.state === 'ready';

const saveWaiting = (): void => {
  if (!isBack()) return;
  for (const [macroId, { state }] of Object.entries(useSavings.getState()))
    if (state === 'waiting') void saveDraft(macroId);
};

let wasBack = false;
const look = (): void => {
  const back = isBack();
  if (back && !wasBack) saveWaiting();
  wasBack = back;
};
useConnection.subscribe(look);
useMirror.subscribe(look);

/** What stands there now in place of what a draft began from, as a refused save would tell it. */
export const conflictNow = (macroId: string): StaleDetails => ({
  kind: 'macro',
  name: macroId,
  theirs: useMirror.getState().macros[macroId] ?? null,
  revision: revisionNow(revisionKey('macro', macroId)),
  yours: null,
  hint: '',
});
