import { useEffect, useState } from 'react';
import { useMirror } from '../../../state/mirror-store.ts';
import { endedBetween, recordingNow, type RunningTake } from './running.ts';

/** Finishing and judging a take takes no longer. */
const JUDGED_WITHIN_MS = 15_000;

/** Takes that run, and those that ended and are being judged, at most 15 s long. */
export const useRunning = (): RunningTake[] => {
  const cameras = useMirror((mirror) => mirror.cameras);
  const [judging, setJudging] = useState<RunningTake[]>([]);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = useMirror.subscribe((now, before) => {
      if (now.cameras === before.cameras) return;
      const ended = endedBetween(before.cameras, now.cameras);
      if (ended.length === 0) return;
      setJudging((last) => [...ended, ...last]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setJudging((last) => last.filter((one) => !ended.includes(one)));
      }, JUDGED_WITHIN_MS);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return [...recordingNow(cameras), ...judging];
};
