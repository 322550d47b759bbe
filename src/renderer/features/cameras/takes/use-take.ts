import { useCallback, useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { TakeView } from '#shared/contract/take-view.ts';
import { ask } from '../../../link/engine.ts';
import { faultOf } from '../../../link/faults.ts';
import { useIsLive } from '../../../state/connection-store.ts';

/** The engine answers within 12 s. */
const WITHIN_MS = 15_000;

interface TakeState {
  take: TakeView | null;
  fault: Fault | null;
}

/** One take with its timing; null until it came. */
export const useTake = (
  file: string,
  folder: string | undefined,
): TakeState & { again: () => void } => {
  const isLive = useIsLive();
  const [state, setState] = useState<TakeState>({ take: null, fault: null });
  const load = useCallback(
    () =>
      ask(
        (client, options) => client.takes.get({ params: { file }, query: { folder } }, options),
        WITHIN_MS,
      ).then(
        (take) => setState({ take, fault: null }),
        (error: unknown) => setState((last) => ({ ...last, fault: faultOf(error) })),
      ),
    [file, folder],
  );
  useEffect(() => {
    if (isLive) void load();
  }, [isLive, load]);
  return { ...state, again: () => void load() };
};
