import { useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { PatchOperation, StateSnapshot } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useKeptSince } from '../../state/use-kept-since.ts';

export interface Compared {
  from: StateSnapshot;
  to: StateSnapshot;
  patch: readonly PatchOperation[];
}

interface Answer {
  compared: Compared | null;
  fault: Fault | null;
}

const compare = async (session: string, from: number, to: number): Promise<Answer> => {
  try {
    const compared = await ask((client, options) =>
      client.master.compare({ params: { session, version: from, to } }, options),
    );
    return { compared, fault: null };
  } catch (error) {
    return { compared: null, fault: faultOf(error) };
  }
};

/**
 * Two versions, compared by the engine; null for neither. The last answer stays until the next is here, and one is
 * asked for at a time: agents may commit faster than they are compared. What could not be asked is asked once the link
 * and the store are back.
 */
export const useCompared = (
  session: string,
  from: number | null,
  to: number | null,
): Answer => {
  const [answer, setAnswer] = useState<Answer>({ compared: null, fault: null });
  const wanted = useRef<readonly [number, number] | null>(null);
  const isAsking = useRef(false);
  const isAway = useKeptSince() !== null;
  useEffect(() => {
    if (isAway) return;
    wanted.current = from === null || to === null ? null : [from, to];
    const work = async (): Promise<void> => {
      isAsking.current = true;
      while (wanted.current !== null) {
        const [one, other] = wanted.current;
        wanted.current = null;
        setAnswer(await compare(session, one, other));
      }
      isAsking.current = false;
    };
    if (!isAsking.current) void work();
  }, [session, from, to, isAway]);
  return answer;
};
