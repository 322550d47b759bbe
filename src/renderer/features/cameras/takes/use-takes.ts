import { useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { TakeListing } from '#shared/contract/take-view.ts';
import { ask } from '../../../link/engine.ts';
import { faultOf } from '../../../link/faults.ts';
import { useIsLive } from '../../../state/connection-store.ts';
import { useMirror } from '../../../state/mirror-store.ts';
import { judgedSoFar } from './running.ts';

interface TakesState {
  /** Null until the first answer. */
  takes: TakeListing[] | null;
  fault: Fault | null;
}

/** The finished takes. They are asked for anew each time that one was judged. */
export const useTakes = (): TakesState & { again: () => void } => {
  const isLive = useIsLive();
  const judged = useMirror(({ cameras }) => judgedSoFar(cameras));
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<TakesState>({ takes: null, fault: null });
  const question = `${judged} ${tries}`;
  const newest = useRef(question);
  useEffect(() => {
    if (!isLive) return;
    newest.current = question;
    const settle = (change: Partial<TakesState>): void => {
      if (newest.current === question) setState((last) => ({ ...last, ...change }));
    };
    ask((client, options) => client.takes.list(undefined, options)).then(
      (takes) => settle({ takes, fault: null }),
      (error: unknown) => settle({ fault: faultOf(error) }),
    );
  }, [isLive, question]);
  return { ...state, again: () => setTries((count) => count + 1) };
};
