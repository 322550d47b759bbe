import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { neighbourRuns, withOlder, type RunLine } from './neighbour-runs.ts';

const line = (execution_id: string, more: Partial<RunLine> = {}): RunLine => ({
  execution_id,
  intent_name: 'cut',
  key: null,
  ...more,
});
const key = { device_id: 'studio', page: 1, row: 0, col: 3 };

describe('neighbourRuns', () => {
  const runs = [line('D'), line('C', { intent_name: 'mix' }), line('B'), line('A')];
  it('steps through the runs of one intent', () => {
    expect(neighbourRuns(runs, line('B'))).toEqual({ earlier: 'A', later: 'D' });
    expect(neighbourRuns(runs, line('D'))).toEqual({ earlier: 'B', later: null });
    expect(neighbourRuns(runs, line('C', { intent_name: 'mix' }))).toEqual({
      earlier: null,
      later: null,
    });
    expect(neighbourRuns(runs, undefined)).toEqual({ earlier: null, later: null });
  });
  it('finds the place of a run that the list no longer holds', () => {
    expect(neighbourRuns(runs, line('BB'))).toEqual({ earlier: 'B', later: 'D' });
  });
  it('takes a macro, and a plain press of a key, for what they are', () => {
    const macro = { intent_name: null, macro_id: 'open' };
    const plain = { intent_name: null, key };
    const mixed = [
      line('D', macro),
      line('C', plain),
      line('B', { ...plain, ...macro }),
      line('A', plain),
    ];
    expect(neighbourRuns(mixed, line('D', macro)).earlier).toBe('B');
    expect(neighbourRuns(mixed, line('C', plain)).earlier).toBe('A');
  });
});

describe('withOlder', () => {
  it('puts behind the live list what it does not hold', () => {
    const live = ['D', 'C'].map((id): ExecutionSummary => ({
      ...line(id),
      key: null,
      origin: 'operator',
      started_at: '',
      target: null,
      outcome: 'ok',
      reason: '',
      latency_ms: 1,
      attempts: 1,
    }));
    const ids = withOlder(live, [line('C'), line('B'), line('A')]).map(
      ({ execution_id }) => execution_id,
    );
    expect(ids).toEqual(['D', 'C', 'B', 'A']);
  });
});
