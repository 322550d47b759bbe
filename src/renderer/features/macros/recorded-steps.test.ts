import { expect, test } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { recordedAs, spacingOf } from './recorded-steps.ts';

const run = (more: Partial<ExecutionSummary>): ExecutionSummary => ({
  execution_id: '1',
  origin: 'operator',
  intent_name: null,
  key: null,
  started_at: '2026-11-28T20:00:00.000Z',
  target: null,
  outcome: 'ok',
  reason: 'ok',
  latency_ms: 4,
  attempts: 1,
  ...more,
});
const key = { device_id: 'deck', page: 1, row: 0, col: 2, phase: 'down' } as const;

test.each([
  ['an intent', run({ intent_name: 'cut' }), { kind: 'step', fires: 'intent', name: 'cut' }],
  [
    'a key with an intent, as soon as it is known',
    run({ key, intent_name: 'cut', outcome: null }),
    { kind: 'step', fires: 'intent', name: 'cut' },
  ],
  ['a macro', run({ macro_id: 'lights' }), { kind: 'step', fires: 'macro', name: 'lights' }],
  ['what failed was fired', run({ intent_name: 'cut', outcome: 'failed' }), { kind: 'step' }],
  [
    'a key that only armed',
    run({ intent_name: 'cut', outcome: 'refused', refusal: 'armed' }),
    { kind: 'nothing' },
  ],
  ['a key of which nothing is known yet', run({ key, outcome: null }), { kind: 'nothing' }],
  [
    'a refused one',
    run({ intent_name: 'cut', outcome: 'refused', reason: 'switched off' }),
    { kind: 'not', what: 'cut', why: 'it was refused: switched off' },
  ],
  ['a plain key', run({ key }), { kind: 'not', what: 'key 1/0/2', why: /no intent/ }],
  ['the macro itself', run({ macro_id: 'open' }), { kind: 'not', why: /itself/ }],
  ['one that is not stored', run({ intent_name: 'gone' }), { kind: 'not', why: /no intent/ }],
  ['a trial', run({ intent_name: 'cut', simulated: true }), { kind: 'not', why: /simulators/ }],
])('%s', (_, execution, expected) => {
  const { why, ...others } = { why: undefined, ...expected };
  const recorded = recordedAs(execution, 'open', (_kind, name) => name !== 'gone');
  expect(recorded).toMatchObject(others);
  if (why !== undefined) expect('why' in recorded && recorded.why).toMatch(why);
});

const pauses = (...fired: [number, number | null][]) =>
  spacingOf(fired.map(([at, took_ms]) => ({ at: 1000 + at, took_ms }))).map(
    ({ delay_ms, wait_for_completion }) => [delay_ms, wait_for_completion],
  );

test('quick ones stand at the distance at which they were fired, to ten milliseconds', () => {
  expect(pauses([0, 4], [503, 4], [1511, 3])).toEqual([
    [0, true],
    [500, true],
    [1010, true],
  ]);
});

test('a slow one is waited for, and its time is no pause', () => {
  expect(pauses([0, 2000], [3000, 4])).toEqual([
    [0, true],
    [1010, true],
  ]);
});

test('one that still ran when the next was fired is not waited for', () => {
  const expected = [
    [0, false],
    [300, true],
  ];
  expect(pauses([0, null], [300, 4])).toEqual(expected);
  expect(pauses([0, 5000], [300, 4])).toEqual(expected);
});
