import { expect, test } from 'vitest';
import type { StepReport } from '#shared/contract/execution.ts';
import { withoutWaits } from './without-waits.ts';

const report = (step: string, at_ms: number | null, took_ms: number | null): StepReport => ({
  step,
  name: step,
  state: 'done',
  outcome: 'ok',
  attempts: 1,
  at_ms,
  took_ms,
  execution_id: null,
  error: null,
});
const times = (...steps: StepReport[]) =>
  withoutWaits(steps).map(({ at_ms, took_ms }) => [at_ms, took_ms]);

test('steps follow each other at once, and each takes what it took', () => {
  expect(
    times(
      report('1', 4000, 10),
      report('2', 9000, 30),
      report('3', 60_000, null),
      report('4', null, null),
    ),
  ).toEqual([
    [0, 10],
    [10, 30],
    [40, null],
    [null, null],
  ]);
});

test('what went together stays together, and a step with parts takes what they take', () => {
  expect(
    times(
      report('1', 1000, 9000),
      report('1.1', 1000, 20),
      report('1.2', 9000, 1000),
      report('2', 20_000, 50),
      report('3', 20_010, 10),
    ),
  ).toEqual([
    [0, 1020],
    [0, 20],
    [20, 1000],
    [1020, 50],
    [1030, 10],
  ]);
});
