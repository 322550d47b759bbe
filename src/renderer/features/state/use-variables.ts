import { useCallback, useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { engine } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { follow } from './follow.ts';
import {
  afterVariableEvents,
  emptyVariablesView,
  withoutSession,
  type VariablesView,
} from './variables-view.ts';

export interface Variables extends VariablesView {
  /** Why they can't be shown, or not as they are now. */
  fault: Fault | null;
  /** Looks again at once: the session was begun. */
  again: () => void;
}

/**
 * The variables of a session, as they change. Use it with the session as the key. `onMoved`: the session may be
 * at another backend now, or gone.
 */
export const useVariables = (session: string, onMoved: () => void): Variables => {
  const isLive = useIsLive();
  const [view, setView] = useState(emptyVariablesView);
  const [fault, setFault] = useState<Fault | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!isLive) return undefined;
    return follow(() => engine.client.variables.watch({ session }), {
      onEvents: (events) => {
        setView((before) => afterVariableEvents(before, events, Date.now()));
        setFault(null);
        if (events.some(({ kind }) => kind === 'snapshot' || kind === 'expired')) onMoved();
        return true;
      },
      onTrouble: (error) => {
        const trouble = faultOf(error);
        const isGone = trouble.details['code'] === 'session_expired';
        if (isGone) setView(withoutSession);
        setFault(isGone ? null : trouble);
      },
    });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each attempt opens the watch anew
  }, [isLive, session, attempt, onMoved]);

  const again = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...view, fault, again };
};
