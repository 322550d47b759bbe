import { useEffect, useState } from 'react';
import type { CameraSlot, Take } from '#shared/contract/camera.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useMirror } from '../../state/mirror-store.ts';

interface TakesView {
  /** Null until the first answer. */
  takes: Take[] | null;
  fault: Fault | null;
}

interface TakesState extends TakesView {
  /** Files that ended and are not in the list yet, and when they ended: milliseconds since 1970. */
  judging: Map<string, number>;
}

const AGAIN_MS = 700;
/** Finishing and judging a take takes no longer. */
const JUDGED_WITHIN_MS = 15_000;

const look = async (): Promise<Partial<TakesView>> => {
  try {
    const takes = await ask((client, options) => client.takes.list(undefined, options));
    return { takes, fault: null };
  } catch (error) {
    return { fault: faultOf(error) };
  }
};

const filesBeingWritten = (cameras: Record<string, CameraSlot>): string[] =>
  Object.values(cameras).flatMap(({ recording }) => recording?.file ?? []);

const stillJudged = (judging: Map<string, number>, takes: Take[], now: number) =>
  new Map(
    [...judging].filter(
      ([file, since]) =>
        now - since < JUDGED_WITHIN_MS && !takes.some((take) => take.file === file),
    ),
  );

/** The finished takes. A recording that ends is judged first: they are asked for until it is among them. */
export const useTakes = (): TakesView & { judging: number } => {
  const isLive = useIsLive();
  const [state, setState] = useState<TakesState>({
    takes: null,
    fault: null,
    judging: new Map(),
  });
  useEffect(() => {
    if (!isLive) return;
    void look().then((news) => setState((last) => ({ ...last, ...news })));
    return useMirror.subscribe((now, before) => {
      if (now.cameras === before.cameras) return;
      const writing = filesBeingWritten(now.cameras);
      const ended = filesBeingWritten(before.cameras).filter((file) => !writing.includes(file));
      if (ended.length === 0) return;
      setState((last) => ({
        ...last,
        judging: new Map([
          ...last.judging,
          ...ended.map((file) => [file, Date.now()] as const),
        ]),
      }));
    });
  }, [isLive]);
  useEffect(() => {
    if (state.judging.size === 0) return;
    const timer = setTimeout(() => {
      void look().then((news) =>
        setState((last) => {
          const takes = news.takes ?? last.takes;
          return {
            takes,
            fault: news.fault ?? null,
            judging: stillJudged(last.judging, takes ?? [], Date.now()),
          };
        }),
      );
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state.judging]);
  return { takes: state.takes, fault: state.fault, judging: state.judging.size };
};
