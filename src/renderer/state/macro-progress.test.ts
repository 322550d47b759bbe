import { describe, expect, it } from 'vitest';
import type { StepReport } from '#shared/contract/execution.ts';
import type { MacroProgress } from '#shared/contract/macro.ts';
import { newestRunOf, progressWords, stepCount } from './macro-progress.ts';

const step = (name: string, state: StepReport['state']): StepReport => ({
  step: name,
  name: 'cut',
  state,
  outcome: state === 'done' ? 'ok' : null,
  attempts: 1,
  at_ms: 0,
  took_ms: null,
  execution_id: null,
  error: null,
});
const run = (id: string, steps: StepReport[], more: Partial<MacroProgress> = {}) => ({
  execution_id: id,
  macro_id: 'show_open',
  origin: 'operator',
  started_at: '2026-11-21T20:14:35.118Z',
  state: 'running' as const,
  report: { macro_id: 'show_open', steps_executed: 0, steps_failed: 0, steps },
  ...more,
});
const steps = [
  step('1', 'done'),
  step('2', 'running'),
  step('2.1', 'done'),
  step('2.2', 'running'),
  step('3', 'waiting'),
];

describe('stepCount', () => {
  it('counts the macro’s own steps', () => {
    expect(stepCount({ steps })).toEqual({ done: 1, total: 3 });
  });
});

describe('progressWords', () => {
  it('names the step under way', () => {
    expect(progressWords(run('A', steps))).toBe('step 2 of 3');
    expect(progressWords(run('A', [step('1', 'done')]))).toBe('step 1 of 1');
    expect(progressWords(run('A', []))).toBe('starting');
  });
  it('says when it does not go on', () => {
    expect(progressWords(run('A', steps, { state: 'paused' }))).toBe('paused 1 of 3');
    expect(progressWords(run('A', steps, { state: 'cancelling' }))).toBe('cancelling');
  });
});

describe('newestRunOf', () => {
  it('is the one that began last, of that macro', () => {
    const runs = { A: run('A', []), B: run('B', []), C: run('C', [], { macro_id: 'other' }) };
    expect(newestRunOf(runs, 'show_open')?.execution_id).toBe('B');
    expect(newestRunOf(runs, null)).toBeUndefined();
  });
});
