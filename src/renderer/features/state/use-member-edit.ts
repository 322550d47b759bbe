import { useState } from 'react';
import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { announce } from '../../state/announcer.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import {
  commitEdit,
  forgetLost,
  type Committed,
  type EditConflict,
  type MemberEdit,
} from './commit-edit.ts';
import { memberAt } from './differences.ts';
import { pointerOf } from './tree-rows.ts';
import { kindOf, typedText, VALUE_KINDS, type ValueKind } from './typed-text.ts';
import { useKeptDraft } from './use-kept-draft.ts';
import { useSeenVersion } from './use-seen-version.ts';
import { placeWords } from './value-words.ts';

const DraftSchema = z.object({
  keys: z.array(z.string()),
  version: z.int(),
  base: z.unknown(),
  kind: z.enum(VALUE_KINDS),
  text: z.string(),
});
export type MemberDraft = z.infer<typeof DraftSchema>;

const typedFor = ({ keys, base, text }: MemberDraft): string | null =>
  text === typedText(base) ? null : placeWords(keys, undefined);

const undone = async (session: string, words: string, edit: MemberEdit): Promise<void> => {
  const committed = await commitEdit(session, edit);
  if (committed.ok) say(`${words} is as before, in version ${committed.version}`);
  else if (committed.conflict) {
    say(`Not undone: ${words} was changed since. Its history has what stood there.`);
    await forgetLost(session, committed.conflict.lostId);
  } else say(`Not undone: ${committed.fault.message}`);
};

const DONE = { set: 'set', added: 'added', removed: 'removed' } as const;

/** Where it stands now; null where nobody can say, because the list may have grown in between. */
const keysNow = ({ keys, endsAt, ...edit }: MemberEdit, version: number) => {
  if (keys.at(-1) !== '-' || endsAt === undefined) return keys;
  return version === edit.version + 1 ? [...keys.slice(0, -1), String(endsAt)] : null;
};

/** Commits an edit and offers the way back. */
export const commitWithUndo = async (
  session: string,
  edit: MemberEdit,
  words: string,
): Promise<Committed> => {
  const committed = await commitEdit(session, edit);
  if (!committed.ok) return committed;
  const { version } = committed;
  if (committed.wasSo) {
    say(`${words} is so already, in version ${version}`);
    return committed;
  }
  const what =
    edit.mine === undefined ? DONE.removed : edit.base === undefined ? DONE.added : DONE.set;
  const text = `${words} ${what} in version ${version}`;
  announce('state', text);
  const keys = keysNow(edit, version);
  if (keys === null) say(text);
  else {
    const back = { keys, version, base: edit.mine, mine: edit.base };
    offerUndo(text, () => void undone(session, words, back));
  }
  return committed;
};

/** The one value of a master state that is being edited. What was typed outlives the page. */
export const useMemberEdit = (session: string, snapshot: StateSnapshot | null) => {
  const drafts = useKeptDraft(`draft.state.${session}`, DraftSchema, typedFor);
  const { draft } = drafts;
  const [fault, setFault] = useState<Fault | null>(null);
  const [conflict, setConflict] = useState<EditConflict | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const seen = useSeenVersion(snapshot);

  const keep = (next: MemberDraft | null): void => {
    setFault(null);
    drafts.keep(next);
  };
  const wordsOf = (keys: readonly string[]): string => placeWords(keys, snapshot?.data);

  const begin = (keys: readonly string[]): void => {
    if (snapshot === null || (draft && pointerOf(draft.keys) === pointerOf(keys))) return;
    const base = memberAt(snapshot.data, keys);
    const kind: ValueKind = kindOf(base);
    setFault(null);
    drafts.begin({
      keys: [...keys],
      version: snapshot.version,
      base,
      kind,
      text: typedText(base),
    });
  };
  const run = async (edit: MemberEdit): Promise<boolean> => {
    setIsBusy(true);
    const committed = await commitWithUndo(session, edit, wordsOf(edit.keys));
    if (committed.ok) await seen(committed.version);
    setIsBusy(false);
    if (committed.ok) return true;
    if (committed.conflict) setConflict(committed.conflict);
    else setFault(committed.fault);
    return false;
  };
  const set = async (mine: unknown): Promise<boolean> => {
    if (draft === null) return false;
    const { keys, version, base } = draft;
    const isSet = await run({ keys, version, base, mine });
    if (isSet) keep(null);
    return isSet;
  };
  const remove = (keys: readonly string[]): Promise<boolean> => {
    if (snapshot === null) return Promise.resolve(false);
    const base = memberAt(snapshot.data, keys);
    return run({ keys, version: snapshot.version, base, mine: undefined });
  };
  /** Puts mine over what they made of it. */
  const takeMine = async (): Promise<void> => {
    if (conflict === null) return;
    const { edit, theirs, version, lostId } = conflict;
    setConflict(null);
    const isSet = await run({ ...edit, version, base: theirs });
    if (!isSet) return;
    keep(null);
    await forgetLost(session, lostId);
  };
  const takeTheirs = async (): Promise<void> => {
    const lostId = conflict?.lostId ?? null;
    setConflict(null);
    keep(null);
    await forgetLost(session, lostId);
  };
  return {
    draft,
    fault,
    conflict,
    isBusy,
    begin,
    change: keep,
    drop: () => keep(null),
    set,
    remove,
    takeMine: () => void takeMine(),
    takeTheirs: () => void takeTheirs(),
    /** What was typed stays in the field; the patch that lost has no other use. */
    closeConflict: () => {
      void forgetLost(session, conflict?.lostId ?? null);
      setConflict(null);
    },
    dropFault: () => setFault(null),
  };
};

export type MemberEditing = ReturnType<typeof useMemberEdit>;
