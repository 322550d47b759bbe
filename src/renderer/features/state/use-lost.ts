import { useCallback, useEffect, useState } from 'react';
import type { LostPatch } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { useIsLive } from '../../state/connection-store.ts';

/** Nobody tells of a patch that lost: it is looked for so often, while the page is in sight. */
const EVERY_MS = 4000;

/** The patches of a session that came too late, newest first. */
export const useLost = (session: string, version: number | null) => {
  const isLive = useIsLive();
  const [lost, setLost] = useState<readonly LostPatch[]>([]);
  const refresh = useCallback(async (): Promise<void> => {
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
    // A burst of commits is looked at once.
    timer = setTimeout(look, 200);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a commit is when another may have lost
  }, [isLive, refresh, version]);
  return { lost, refresh };
};
