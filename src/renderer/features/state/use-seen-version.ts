import { useCallback, useEffect, useRef } from 'react';
import type { StateSnapshot } from '#shared/contract/master-state.ts';

/** The watch is as fast as the answer; where it is not, nobody is kept waiting for it. */
const SEEN_WITHIN_MS = 1000;

interface Waiting {
  version: number;
  resolve: () => void;
}

/** Waits until a version is shown, so that nothing looks undone for a moment. */
export const useSeenVersion = (snapshot: StateSnapshot | null) => {
  const shown = useRef(0);
  const waiting = useRef<Waiting | null>(null);
  const version = snapshot?.version ?? 0;
  useEffect(() => {
    shown.current = version;
    if (waiting.current && waiting.current.version <= version) waiting.current.resolve();
  }, [version]);
  return useCallback(async (wanted: number): Promise<void> => {
    if (shown.current >= wanted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, SEEN_WITHIN_MS);
      waiting.current = {
        version: wanted,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
    });
    waiting.current = null;
  }, []);
};
