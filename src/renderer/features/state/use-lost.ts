import { useState } from 'react';
import type { LostPatch } from '#shared/contract/master-state.ts';
import { offerUndo } from '../../state/undo-toast.ts';
import { forgetLost } from './commit-edit.ts';

/** The engine forgets one for good: it is told so once nobody can undo it here any more. */
const UNDONE_WITHIN_MS = 13_000;

/** Those of a session's lost patches that nobody let go of here, and the way to let one go. */
export const useLost = (session: string, all: readonly LostPatch[]) => {
  const [letGoOf, setLetGoOf] = useState<ReadonlySet<string>>(new Set());
  const letGo = (lostId: string): void => {
    setLetGoOf((before) => new Set(before).add(lostId));
    const timer = setTimeout(() => void forgetLost(session, lostId), UNDONE_WITHIN_MS);
    offerUndo('The lost patch is let go of', () => {
      clearTimeout(timer);
      setLetGoOf((before) => new Set([...before].filter((id) => id !== lostId)));
    });
  };
  return { lost: all.filter(({ lost_id: id }) => !letGoOf.has(id)), letGo };
};
