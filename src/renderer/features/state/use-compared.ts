import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { PatchOperation, StateSnapshot } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';

export interface Compared {
  from: StateSnapshot;
  to: StateSnapshot;
  patch: readonly PatchOperation[];
}

interface Answer {
  of: string;
  compared: Compared | null;
  fault: Fault | null;
}

/** Two versions, compared by the engine; null for neither. The last answer stays until the next is here. */
export const useCompared = (
  session: string,
  from: number | null,
  to: number | null,
): Omit<Answer, 'of'> => {
  const [answer, setAnswer] = useState<Answer>({ of: '', compared: null, fault: null });
  useEffect(() => {
    if (from === null || to === null) return undefined;
    let isOver = false;
    const show = (next: Answer): void => {
      if (!isOver) setAnswer(next);
    };
    const of = `${from} ${to}`;
    ask((client, options) =>
      client.master.compare({ params: { session, version: from, to } }, options),
    ).then(
      (compared) => show({ of, compared, fault: null }),
      (error: unknown) => show({ of, compared: null, fault: faultOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [session, from, to]);
  return answer;
};
