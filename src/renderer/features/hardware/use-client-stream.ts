import { useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Client } from '../../link/connection.ts';
import { engine } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useConnection, useIsLive } from '../../state/connection-store.ts';

/**
 * Follows a stream of the engine for as long as this is on screen, and anew with every connection. `begin` is called when
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
    follow().catch((error: unknown) => {
      if (!over) setEnded({ of: clientId, fault: faultOf(error) });
    });
    return () => {
      over = true;
      leave();
    };
  }, [isLive, clientId]);
  return ended?.of === clientId && isLive ? ended.fault : null;
};
