import type { Execution, ExecutionSummary } from '#shared/contract/execution.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { isoOf } from '../clock.ts';
import type { Run } from './run.ts';

const targetOf = (devices: string[]): string | null => {
  const different = new Set(devices);
  return different.size > 1 ? `${different.size} devices` : (devices[0] ?? null);
};

/** The line of the live list for a run that goes on. */
export const runningSummary = (run: Run): ExecutionSummary => ({
  execution_id: run.id,
  origin: run.origin,
  intent_name: run.intentName,
  key: run.key,
  started_at: isoOf(run.startedAtMs),
  target: run.key?.device_id ?? null,
  outcome: null,
  reason: 'running',
  latency_ms: 0,
  attempts: 0,
  ...(run.macroId !== undefined && { macro_id: run.macroId }),
});

const refusalOf = ({ outcome, error }: Execution): string | null => {
  const reason = outcome === 'refused' ? error?.details['reason'] : null;
  return typeof reason === 'string' ? reason : null;
};

/** The line of the live list for one that has ended. */
export const executionSummary = (execution: Execution): ExecutionSummary => {
  const refusal = refusalOf(execution);
  return {
    execution_id: execution.execution_id,
    origin: execution.origin,
    intent_name: execution.intent_name,
    key: execution.key,
    started_at: execution.started_at,
    target:
      targetOf(execution.trace.map((action) => action.device_id)) ??
      execution.key?.device_id ??
      null,
    outcome: execution.outcome,
    reason: outcomeWords(execution.outcome, execution.error),
    latency_ms: execution.latency_ms,
    attempts: execution.attempts,
    ...(execution.macro && { macro_id: execution.macro.macro_id }),
    ...(refusal !== null && { refusal }),
  };
};
