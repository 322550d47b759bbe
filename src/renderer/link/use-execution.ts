import { useEffect, useState } from 'react';
import type { Execution } from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { useIsLive } from '../state/connection-store.ts';
import { rememberExecution, useExecutionCache } from '../state/execution-cache.ts';
import { useMirror } from '../state/mirror-store.ts';
import { ask } from './engine.ts';
import { faultOf } from './faults.ts';

interface ExecutionView {
  execution: Execution | undefined;
  /** Why it can't be shown. */
  fault: Fault | null;
}

/** A whole execution by id, fetched once it has ended. */
export const useExecution = (id: string | null): ExecutionView => {
  const execution = useExecutionCache(({ byId }) => (id === null ? undefined : byId.get(id)));
  const isRunning = useMirror(
    ({ executions }) => id !== null && executions[id]?.outcome === null,
  );
  const isLive = useIsLive();
  const [failed, setFailed] = useState<{ id: string; fault: Fault } | null>(null);
  const known = execution !== undefined;

  useEffect(() => {
    if (id === null || known || isRunning || !isLive) return;
    let over = false;
    ask((client, options) => client.executions.get({ id }, options)).then(
      rememberExecution,
      (error: unknown) => {
        if (!over) setFailed({ id, fault: faultOf(error) });
      },
    );
    return () => {
      over = true;
    };
  }, [id, known, isRunning, isLive]);

  return { execution, fault: failed?.id === id && !known ? failed.fault : null };
};
