import { expect, test } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { newStep } from './draft.ts';
import { usualTime, usualTimes } from './expected-times.ts';

const run = (latency_ms: number, more: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  execution_id: String(latency_ms),
  origin: 'macro:open',
  intent_name: 'cut',
  key: null,
  started_at: '2026-11-28T20:00:00.000Z',
  target: null,
  outcome: 'ok',
  reason: 'ok',
  latency_ms,
  attempts: 1,
  ...more,
});
const lights = { intent_name: null, macro_id: 'lights' };
const times = usualTimes([
  run(10),
  run(900),
  run(12),
  run(9000, { outcome: 'failed' }),
  run(1, { simulated: true }),
  run(1, { simulated: true }),
  run(500, lights),
]);
const step = (more: object) => usualTime({ ...newStep(), ...more }, times);

test('a step takes what its intent or macro took in the middle, where it went well and was real', () => {
  expect(step({ intent_name: ' cut ' })).toBe(12);
  expect(step({ kind: 'macro', macro_id: 'lights' })).toBe(500);
  expect(step({ intent_name: 'never' })).toBeNull();
  expect(step({ kind: 'wait', intent_name: 'cut' })).toBeNull();
});

test('rounds take their number of times, where the list is written down', () => {
  expect(step({ intent_name: 'cut', items: '[1, 2, 3]' })).toBe(36);
  expect(step({ intent_name: 'cut', items: 'cameras' })).toBeNull();
});
