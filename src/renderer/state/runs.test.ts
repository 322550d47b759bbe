import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { indexRuns, latestRun, macroIdOf, runsOf } from './runs.ts';

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

describe('what ran on the simulators', () => {
  it('is listed, and is no outcome of its key, intent or macro', () => {
    const simulated = run('01D', { key: at(0), intent_name: 'cut', simulated: true });
    const runs = indexRuns({ ...records, '01D': simulated });
    expect(runs.newestFirst[0]).toBe(simulated);
    expect(runs.byIntent.get('cut')?.execution_id).toBe('01C');
  });
});

describe('latestRun', () => {
  const runs = indexRuns(records);
  it('is the newest of the key’s own and its intent’s, whoever fired that', () => {
    expect(latestRun(runs, 'studio:1_0_0', 'cut', null)?.execution_id).toBe('01C');
    expect(latestRun(runs, 'studio:1_0_0', null, null)?.execution_id).toBe('01A');
    expect(latestRun(runs, 'studio:1_0_1', 'other', null)?.execution_id).toBe('01B');
  });
  it('is nothing for a key that never ran', () => {
    expect(latestRun(runs, 'studio:1_3_3', null, null)).toBeUndefined();
  });
});

describe('a run of a macro', () => {
  const macro = { ...records, '01D': run('01D', { macro_id: 'show_open' }) };
  it('is the last thing of each key that fires it', () => {
    const found = latestRun(indexRuns(macro), 'studio:1_0_5', null, 'show_open');
    expect(found?.execution_id).toBe('01D');
  });
  it('is known by its line, or by the macros that run', () => {
    expect(macroIdOf(run('A', { macro_id: 'show_open' }), {})).toBe('show_open');
    expect(macroIdOf(run('A'), {})).toBeNull();
    const going = {
      execution_id: 'A',
      macro_id: 'show_open',
      origin: 'operator',
      started_at: '',
      state: 'running' as const,
      report: { macro_id: 'show_open', steps_executed: 0, steps_failed: 0, steps: [] },
    };
    expect(macroIdOf(run('A'), { A: going })).toBe('show_open');
  });
});

describe('a press that its guard did not let through', () => {
  it('is listed, and takes no outcome away from the key', () => {
    const runs = indexRuns({
      ...records,
      '01D': run('01D', { key: at(0), outcome: 'refused', refusal: 'armed' }),
      '01E': run('01E', { key: at(1), outcome: 'refused', refusal: 'queue_full' }),
    });
    expect(runs.newestFirst).toHaveLength(5);
    expect(latestRun(runs, 'studio:1_0_0', null, null)?.execution_id).toBe('01A');
    expect(latestRun(runs, 'studio:1_0_1', null, null)?.execution_id).toBe('01E');
  });
});

describe('runsOf', () => {
  it('indexes the same records once', () => {
    expect(runsOf(records)).toBe(runsOf(records));
    expect(runsOf({ ...records })).not.toBe(runsOf(records));
  });
});
