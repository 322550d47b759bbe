import { useCallback, useEffect, useRef, useState } from 'react';
import type { LostPatch } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { offerUndo } from '../../state/undo-toast.ts';
import { forgetLost } from './commit-edit.ts';

/** Nobody tells of a patch that lost: it is looked for so often, while the page is in sight. */
const EVERY_MS = 4000;
/** A burst of commits is no reason to look more often than this. */
const SOONEST_MS = 400;
/** The engine forgets one for good: it is told so once nobody can undo it here any more. */
const UNDONE_WITHIN_MS = 13_000;

/** The patches of a session that came too late, newest first. */
export const useLost = (session: string, version: number | null) => {
  const isLive = useIsLive();
  const [lost, setLost] = useState<readonly LostPatch[]>([]);
  const [letGoOf, setLetGoOf] = useState<ReadonlySet<string>>(new Set());
  const lookedAt = useRef(-SOONEST_MS);
  const refresh = useCallback(async (): Promise<void> => {
    lookedAt.current = performance.now();
    try {
      setLost(
        await ask((client, options) => client.master.lost({ params: { session } }, options)),
      );
    } catch {
      // What was known stays; the next look tells.
    }
  }, [session]);
  useEffect(() => {
    if (!isLive) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      if (!document.hidden) void refresh();
      timer = setTimeout(look, EVERY_MS);
    };
    const since = performance.now() - lookedAt.current;
    timer = setTimeout(look, Math.max(0, SOONEST_MS - since));
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a commit is when another may have lost
  }, [isLive, refresh, version]);
  const letGo = (lostId: string): void => {
    setLetGoOf((before) => new Set(before).add(lostId));
    const timer = setTimeout(() => void forgetLost(session, lostId), UNDONE_WITHIN_MS);
    offerUndo('The lost patch is let go of', () => {
      clearTimeout(timer);
      setLetGoOf((before) => new Set([...before].filter((id) => id !== lostId)));
    });
  };
  return { lost: lost.filter(({ lost_id: id }) => !letGoOf.has(id)), refresh, letGo };
};
