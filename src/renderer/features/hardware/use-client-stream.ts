import { useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Client } from '../../link/connection.ts';
import { engine } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useConnection, useIsLive } from '../../state/connection-store.ts';

const AGAIN_AFTER_MS = 1000;

/**
 * Follows a stream of the engine for as long as this is on screen, and anew with every connection. One that ends, because
 * its client was made anew or the store was away, is followed again after a second. `begin` is called when
 * it begins, `take` with each event. Gives why it ended, where the engine said so.
 */
export const useClientStream = <T>(
  clientId: string,
  open: (client: Client, clientId: string) => Promise<AsyncIterator<T> & AsyncIterable<T>>,
  begin: () => void,
  take: (event: T) => void,
): Fault | null => {
  const isLive = useIsLive();
  const [ended, setEnded] = useState<{ of: string; fault: Fault } | null>(null);
  const handlers = useRef({ open, begin, take });
  useEffect(() => {
    handlers.current = { open, begin, take };
  });
  useEffect(() => {
    if (!isLive) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    let leave = (): void => undefined;
    const follow = async (): Promise<void> => {
      const events = await handlers.current.open(engine.client, clientId);
      leave = () => {
        // A connection that is gone took the stream with it; telling it so would send into a closed socket.
        if (useConnection.getState().phase === 'live')
          events.return?.()?.catch(() => undefined);
      };
      if (over) return leave();
      setEnded(null);
      handlers.current.begin();
      for await (const event of events) {
        if (over) return;
        handlers.current.take(event);
      }
    };
    const keepFollowing = async (): Promise<void> => {
      try {
        await follow();
      } catch (error) {
        if (!over) setEnded({ of: clientId, fault: faultOf(error) });
      }
      if (!over) timer = setTimeout(() => void keepFollowing(), AGAIN_AFTER_MS);
    };
    void keepFollowing();
    return () => {
      over = true;
      clearTimeout(timer);
      leave();
    };
  }, [isLive, clientId]);
  return ended?.of === clientId && isLive ? ended.fault : null;
};
