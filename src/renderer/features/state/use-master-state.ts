import { useCallback, useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { ask, engine } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useKeptSince } from '../../state/use-kept-since.ts';
import { follow } from './follow.ts';
import {
  afterEvents,
  emptyStateView,
  withHistory,
  withOlder,
  type StateView,
} from './state-view.ts';

const PAGE = 50;

export interface MasterStateView extends StateView {
  /** Why it can't be shown, or not as it is now. */
  fault: Fault | null;
  isLoading: boolean;
  older: () => void;
}

interface Held {
  view: StateView;
  fault: Fault | null;
}

const historyOf = (session: string, before?: number) =>
  ask((client, options) =>
    client.master.history(
      {
        params: { session },
        query: { limit: PAGE, ...(before === undefined ? {} : { before }) },
      },
      options,
    ),
  );

/** A master state as it is now, with its commits, and what lost, as they come. Use it with the session as the key. */
export const useMasterState = (session: string): MasterStateView => {
  const isLive = useIsLive();
  const [held, setHeld] = useState<Held>({ view: emptyStateView, fault: null });
  const [isLoading, setIsLoading] = useState(false);
  // What is judged here has to be known before it is drawn.
  const latest = useRef(held.view);
  const show = useCallback((view: StateView, fault: Fault | null = null): void => {
    latest.current = view;
    setHeld({ view, fault });
  }, []);

  useEffect(() => {
    if (!isLive) return undefined;
    return follow(() => engine.client.master.watch({ session, lost: true }), {
      onEvents: (events) => {
        const next = afterEvents(latest.current, events);
        if (next) show(next);
        return next !== null;
      },
      onTrouble: (error) => show(latest.current, faultOf(error)),
    });
  }, [isLive, session, show]);

  const { isBehind, snapshot } = held.view;
  const isThere = snapshot !== null;
  const isAway = useKeptSince() !== null;
  useEffect(() => {
    if (isAway || !isThere || !isBehind) return undefined;
    let isOver = false;
    const read = async (): Promise<void> => {
      try {
        const page = await historyOf(session);
        if (!isOver) show(withHistory(latest.current, page, PAGE));
      } catch (error) {
        if (!isOver) show(latest.current, faultOf(error));
      }
    };
    void read();
    return () => {
      isOver = true;
    };
  }, [isAway, isThere, isBehind, session, show]);

  const older = async (): Promise<void> => {
    setIsLoading(true);
    try {
      const page = await historyOf(session, latest.current.commits.at(-1)?.version);
      show(withOlder(latest.current, page, PAGE));
    } catch (error) {
      show(latest.current, faultOf(error));
    } finally {
      setIsLoading(false);
    }
  };
  return { ...held.view, fault: held.fault, isLoading, older: () => void older() };
};
