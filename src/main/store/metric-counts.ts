import { noteOf } from '#shared/domain/audit-note.ts';
import type { Metrics } from '#shared/contract/telemetry.ts';
import type { Recording } from './store.ts';

/** Outcomes of executions that were never meant to reach a device: neither executed nor failed. */
const UNCOUNTED = new Set(['skipped', 'cancelled', 'refused', 'expired']);

/** What a recording adds to the seed's counters; counters that stay as they are do not appear. */
export const metricCounts = ({ execution, retries }: Recording): [string, number][] => {
  const counts: [string, number][] = [];
  // What a macro ran is counted intent by intent.
  const counted =
    !UNCOUNTED.has(execution.outcome) && !execution.macro && noteOf(execution) === null;
  if (counted) counts.push([execution.success ? 'intents_executed' : 'intents_failed', 1]);
  if (execution.actions_executed > 0)
    counts.push(['actions_executed', execution.actions_executed]);
  if (counted) counts.push(['total_latency_ms', execution.latency_ms]);
  if (retries > 0) counts.push(['retry_count', retries]);
  return counts;
};

const count = (counters: Record<string, string>, name: string): number => {
  const value = Number(counters[name] ?? 0);
  return Number.isFinite(value) ? value : 0;
};

/** The counters with the seed's two derived figures. */
export const metricsOf = (counters: Record<string, string>): Metrics => {
  const executed = Math.trunc(count(counters, 'intents_executed'));
  const failed = Math.trunc(count(counters, 'intents_failed'));
  const latency = count(counters, 'total_latency_ms');
  return {
    intents_executed: executed,
    intents_failed: failed,
    actions_executed: Math.trunc(count(counters, 'actions_executed')),
    total_latency_ms: latency,
    retry_count: Math.trunc(count(counters, 'retry_count')),
    success_rate: executed + failed > 0 ? executed / (executed + failed) : 0,
    avg_latency_ms: executed > 0 ? latency / executed : 0,
  };
};
