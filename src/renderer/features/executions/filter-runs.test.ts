import { describe, expect, it } from 'vitest';
import type { ExecutionSummary, Outcome } from '#shared/contract/execution.ts';
import { filterRuns, outcomeCounts, stepRun } from './filter-runs.ts';

const run = (execution_id: string, outcome: Outcome | null): ExecutionSummary => ({
  execution_id,
  origin: 'operator',
  intent_name: 'cut',
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  target: null,
  outcome,
  reason: '',
  latency_ms: 1,
  attempts: 1,
});
const runs = [run('C', 'ok'), run('B', 'failed'), run('A', null)];

describe('filterRuns', () => {
  it('leaves those of one outcome, or all', () => {
    expect(filterRuns(runs, 'failed').map(({ execution_id }) => execution_id)).toEqual(['B']);
    expect(filterRuns(runs, 'unknown')).toEqual([]);
    expect(filterRuns(runs, 'running').map(({ execution_id }) => execution_id)).toEqual(['A']);
    expect(filterRuns(runs, null)).toBe(runs);
  });
});

describe('outcomeCounts', () => {
  it('counts what there is, the worst first', () => {
    expect(outcomeCounts(runs, null)).toEqual([
      { outcome: 'failed', count: 1 },
      { outcome: 'running', count: 1 },
      { outcome: 'ok', count: 1 },
    ]);
  });
  it('keeps the chosen one, so that it can be taken back', () => {
    expect(outcomeCounts([], 'expired')).toEqual([{ outcome: 'expired', count: 0 }]);
  });
});

describe('stepRun', () => {
  it('moves through the list and stops at its ends', () => {
    expect(stepRun(runs, null, 'ArrowDown')).toBe('C');
    expect(stepRun(runs, 'C', 'ArrowDown')).toBe('B');
    expect(stepRun(runs, 'A', 'ArrowDown')).toBe('A');
    expect(stepRun(runs, 'C', 'ArrowUp')).toBe('C');
    expect(stepRun(runs, 'C', 'End')).toBe('A');
  });
  it('is nothing in an empty list, or for another key', () => {
    expect(stepRun([], null, 'ArrowDown')).toBeNull();
    expect(stepRun(runs, 'C', 'x')).toBeNull();
  });
});
