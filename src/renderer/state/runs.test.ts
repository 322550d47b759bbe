import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { indexRuns, latestRun, runsOf } from './runs.ts';

const at = (col: number) => ({
  device_id: 'studio',
  page: 1,
  row: 0,
  col,
  phase: 'press' as const,
});
const run = (id: string, more: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  execution_id: id,
  origin: 'operator',
  intent_name: null,
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  target: null,
  outcome: 'ok',
  reason: '',
  latency_ms: 1,
  attempts: 1,
  ...more,
});
const records = {
  '01A': run('01A', { key: at(0), intent_name: 'cut' }),
  '01C': run('01C', { intent_name: 'cut' }),
  '01B': run('01B', { key: at(1) }),
};

describe('indexRuns', () => {
  it('puts the newest first', () => {
    const ids = indexRuns(records).newestFirst.map(({ execution_id }) => execution_id);
    expect(ids).toEqual(['01C', '01B', '01A']);
  });
});

describe('latestRun', () => {
  const runs = indexRuns(records);
  it('is the newest of the key’s own and its intent’s, whoever fired that', () => {
    expect(latestRun(runs, 'studio:1_0_0', 'cut')?.execution_id).toBe('01C');
    expect(latestRun(runs, 'studio:1_0_0', null)?.execution_id).toBe('01A');
    expect(latestRun(runs, 'studio:1_0_1', 'other')?.execution_id).toBe('01B');
  });
  it('is nothing for a key that never ran', () => {
    expect(latestRun(runs, 'studio:1_3_3', null)).toBeUndefined();
  });
});

describe('runsOf', () => {
  it('indexes the same records once', () => {
    expect(runsOf(records)).toBe(runsOf(records));
    expect(runsOf({ ...records })).not.toBe(runsOf(records));
  });
});
