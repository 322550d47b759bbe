import { useEffect } from 'react';
import { engine } from '../../link/engine.ts';
import { useConnection, useIsLive } from '../../state/connection-store.ts';
import { applyEvent } from './telemetry-view.ts';

/** Follows the engine's samples for as long as the page is open, and anew with every connection. */
export const useTelemetryFeed = (): void => {
  const isLive = useIsLive();
  useEffect(() => {
    if (!isLive) return;
    let over = false;
    let leave = (): void => undefined;
    const follow = async (): Promise<void> => {
      const events = await engine.client.telemetry();
      leave = () => {
        // A connection that is gone took the stream with it; telling it so would send into a closed socket.
        if (useConnection.getState().phase === 'live') events.return?.().catch(() => undefined);
      };
      if (over) return leave();
      for await (const event of events) {
        if (over) return;
        applyEvent(event);
      }
    };
    // The page shows by itself that nothing comes any more.
    follow().catch(() => undefined);
    return () => {
      over = true;
      leave();
    };
  }, [isLive]);
};
