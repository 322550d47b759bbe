import type { Execution, ExecutionSummary } from '#shared/contract/execution.ts';
import { actionTarget, isPerformed } from '#shared/domain/action-target.ts';
import { noteOf } from '#shared/domain/audit-note.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { isoOf } from '../clock.ts';
import type { Run } from './run.ts';

const targetOf = ({ trace }: Execution): string | null => {
  const [first, ...others] = new Set(trace.map(actionTarget));
  if (first === undefined || others.length === 0) return first ?? null;
  const some = trace.some(({ action_type }) => isPerformed(action_type));
  return `${others.length + 1} ${some ? 'targets' : 'devices'}`;
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
  ...(run.simulate && { simulated: true }),
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
    target: targetOf(execution) ?? execution.key?.device_id ?? null,
    outcome: execution.outcome,
    reason: noteOf(execution) ?? outcomeWords(execution.outcome, execution.error),
    latency_ms: execution.latency_ms,
    attempts: execution.attempts,
    ...(execution.macro && { macro_id: execution.macro.macro_id }),
    ...(execution.simulated && { simulated: true }),
    ...(refusal !== null && { refusal }),
  };
};
