import { useCallback, useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { VariableSession } from '#shared/contract/variables.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';

/** The session of whoever names none. */
export const ROOM_SESSION = 'room';

export interface StateSession {
  session: string;
  hasState: boolean;
  /** Null where it has no variables. */
  backend: VariableSession['backend'] | null;
}

/** Where the variables of a session are. */
export const BACKEND_WORDS: Record<VariableSession['backend'], string> = {
  local: 'in this process alone',
  bridged: 'in Redis, for every process',
};

interface Sessions {
  /** Null until the first answer. */
  sessions: readonly StateSession[] | null;
  fault: Fault | null;
  refresh: () => void;
}

const listed = async (): Promise<StateSession[]> => {
  const [states, variables] = await Promise.all([
    ask((client, options) => client.master.sessions(undefined, options)),
    ask((client, options) => client.variables.sessions(undefined, options)),
  ]);
  const all = new Map<string, StateSession>();
  for (const { session } of states)
    all.set(session, { session, hasState: true, backend: null });
  for (const { session, backend } of variables)
    all.set(session, { session, hasState: all.has(session), backend });
  return [...all.values()].sort((a, b) => (a.session < b.session ? -1 : 1));
};

/** The sessions that there are, as they were when somebody asked last: nobody is told of new ones. */
export const useSessions = (): Sessions => {
  const isLive = useIsLive();
  const [sessions, setSessions] = useState<readonly StateSession[] | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (!isLive) return undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      try {
        const found = await listed();
        if (isOver) return;
        setSessions(found);
        setFault(null);
      } catch (error) {
        if (!isOver) setFault(faultOf(error));
      }
    };
    void look();
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each time that somebody asks
  }, [isLive, asked]);
  const refresh = useCallback(() => setAsked((before) => before + 1), []);
  return { sessions, fault, refresh };
};
