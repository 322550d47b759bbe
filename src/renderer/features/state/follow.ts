import { useConnection } from '../../state/connection-store.ts';

const AGAIN_MS = 2000;
/** What comes within this is shown together: agents commit faster than anybody reads. */
const TOGETHER_MS = 50;

const NOTHING = (): void => undefined;

interface Follower<T> {
  /** What came, in its order. False: it doesn't lead on, and the stream is begun anew. */
  onEvents: (events: readonly T[]) => boolean;
  /** Why it could not be followed. It is tried again. */
  onTrouble: (error: unknown) => void;
}

/** Follows a stream of the engine, and anew when it ends, until it is left. Returns the way to leave. */
export const follow = <T>(
  open: () => Promise<AsyncIterableIterator<T>>,
  { onEvents, onTrouble }: Follower<T>,
): (() => void) => {
  let isOver = false;
  let leaveStream = NOTHING;
  let again: ReturnType<typeof setTimeout> | undefined;
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let waiting: T[] = [];
  let isBroken = false;

  const flush = (): void => {
    flushing = undefined;
    const events = waiting;
    waiting = [];
    if (isOver || events.length === 0) return;
    if (onEvents(events)) return;
    isBroken = true;
    leaveStream();
  };
  const live = async (): Promise<void> => {
    const events = await open();
    leaveStream = () => {
      // A connection that is gone took the stream with it; telling it so would send into a closed socket.
      if (useConnection.getState().phase === 'live') events.return?.().catch(() => undefined);
    };
    if (isOver) return leaveStream();
    for await (const event of events) {
      if (isOver || isBroken) break;
      waiting.push(event);
      flushing ??= setTimeout(flush, TOGETHER_MS);
    }
    clearTimeout(flushing);
    flush();
  };
  const run = async (): Promise<void> => {
    try {
      await live();
    } catch (error) {
      if (!isOver) onTrouble(error);
    }
    if (isOver) return;
    const wait = isBroken ? 0 : AGAIN_MS;
    isBroken = false;
    again = setTimeout(() => void run(), wait);
  };
  void run();
  return () => {
    isOver = true;
    clearTimeout(again);
    clearTimeout(flushing);
    leaveStream();
  };
};
