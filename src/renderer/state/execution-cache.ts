import { create } from 'zustand';
import type { Execution } from '#shared/contract/execution.ts';

const KEPT = 60;

interface ExecutionCache {
  byId: ReadonlyMap<string, Execution>;
}

/** Whole executions that this page has seen: answers to its own presses, and traces that were opened. */
export const useExecutionCache = create<ExecutionCache>(() => ({ byId: new Map() }));

export const rememberExecution = (execution: Execution): void =>
  useExecutionCache.setState(({ byId }) => {
    const kept = [...byId].filter(([id]) => id !== execution.execution_id).slice(1 - KEPT);
    return { byId: new Map([...kept, [execution.execution_id, execution]]) };
  });
