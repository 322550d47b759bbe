import { describe, expect, it } from 'vitest';
import type { StepReport } from '#shared/contract/execution.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { axisFor } from './axis.ts';
import { draftOf, newStep } from './draft.ts';
import { planWords, wrongSteps } from './page-words.ts';
import { planSteps } from './plan.ts';
import { knownMs } from './run-clock.ts';
import { reportsByStep, rowFrom, stepRows } from './step-rows.ts';
import {
  conditionWords,
  policyWords,
  reportWords,
  seconds,
  stepName,
  stepNote,
} from './step-words.ts';

const report = (step: string, more: Partial<StepReport> = {}): StepReport => ({
  step,
  name: `step ${step}`,
  state: 'done',
  outcome: 'ok',
  attempts: 1,
  at_ms: 0,
  took_ms: 100,
  execution_id: `run-${step}`,
  error: null,
  ...more,
});

const draft = draftOf(
  MacroSchema.parse({
    macro_id: 'm',
    macro_name: 'M',
    steps: [
      { step_number: 1, intent_name: 'dark' },
      { step_number: 2, intent_name: 'light', parallel: 'g', delay_ms: 50 },
      { step_number: 3, intent_name: 'music', parallel: 'g', wait_for_completion: false },
      { step_number: 4, macro_id: 'nested' },
      { step_number: 12, wait_until: { a: 1 }, delay_ms: 1000, timeout_ms: 2500 },
    ],
    on_abort: [{ step_number: 1, intent_name: 'clear' }],
  }),
);
const NONE = reportsByStep([]);

describe('stepRows', () => {
  it('heads a group, closes it at its last step, and sets the steps of an abort apart', () => {
    const rows = stepRows(draft, NONE);
    expect(rows.map(({ type }) => type)).toEqual([
      'step',
      'group',
      'step',
      'step',
      'step',
      'step',
      'abort',
      'step',
    ]);
    expect(rows.map((row) => (row.type === 'step' ? row.inGroup : null))).toEqual([
      'no',
      null,
      'yes',
      'last',
      'no',
      'no',
      null,
      'no',
    ]);
  });

  it('gives each step its report, parts under theirs, and mixes up neither 1 and 12 nor steps and abort', () => {
    const rows = stepRows(
      draft,
      reportsByStep(['1', '12', '4', '4.1', '4.1.2', '40.1'].map((step) => report(step))),
    );
    const said = rows.map((row) =>
      row.type === 'step' || row.type === 'part' ? row.report?.step : undefined,
    );
    expect(said).toEqual([
      '1',
      undefined,
      undefined,
      undefined,
      '4',
      '4.1',
      '4.1.2',
      '12',
      undefined,
      undefined,
    ]);
  });

  it('tells steps of one number apart as the report does', () => {
    const [first] = draft.steps;
    if (!first) throw new Error('no step');
    const twice = { ...draft, steps: [first, { ...first, id: 'other' }], on_abort: [] };
    const rows = stepRows(twice, reportsByStep([report('1'), report('1#2')]));
    expect(rows.map((row) => row.type === 'step' && row.report?.step)).toEqual(['1', '1#2']);
  });

  it('a step that is not stored has no report, whatever number it would get', () => {
    const added = { ...draft, steps: [{ ...newStep(), intent_name: 'x' }, ...draft.steps] };
    const [first, second] = stepRows(added, reportsByStep([report('1')]));
    expect(first).toMatchObject({ number: 1, report: null });
    expect(second).toMatchObject({ number: 2, report: { step: '1' } });
  });
});

describe('rowFrom', () => {
  const rows = stepRows(draft, NONE);
  it('steps over headings and stops at the ends', () => {
    expect(rowFrom(rows, 's0', 'ArrowDown')).toBe('s1');
    expect(rowFrom(rows, 's4', 'ArrowDown')).toBe('a0');
    expect(rowFrom(rows, 'a0', 'ArrowDown')).toBe('a0');
    expect(rowFrom(rows, null, 'ArrowDown')).toBe('s0');
    expect(rowFrom(rows, 's0', 'ArrowUp')).toBe('s0');
    expect(rowFrom(rows, 's0', 'End')).toBe('a0');
    expect(rowFrom(rows, 's0', 'x')).toBeNull();
  });
});

describe('planSteps', () => {
  it('adds delays and durations, groups side by side, and what is not waited for holds nothing', () => {
    const took: Record<string, number> = { dark: 100, light: 200, music: 900, nested: 300 };
    const plan = planSteps(
      draft.steps,
      ({ intent_name, macro_id }) => took[intent_name || macro_id] ?? null,
    );
    const at = draft.steps.map(({ id }) => plan.steps.get(id)?.at_ms);
    expect(at).toEqual([0, 150, 100, 350, 1650]);
    expect(plan).toMatchObject({ total_ms: 1650, isWhole: false });
    expect(planWords(draft, plan)).toBe('5 steps · at least 1.65 s');
  });
  it('ends with what runs longest, though nothing waited for it', () => {
    const plan = planSteps(draft.steps.slice(1, 3), () => 500);
    expect(plan).toMatchObject({ total_ms: 550, isWhole: true });
    expect(planSteps([], () => 1).total_ms).toBe(0);
  });
});

describe('axisFor', () => {
  it.each([0, 1, 99, 350, 1999, 2000, 8400, 61_000, 3_600_000])(
    '%d ms: round marks beyond it',
    (ms) => {
      const { end_ms, marks } = axisFor(ms);
      expect(end_ms).toBeGreaterThanOrEqual(ms);
      expect(axisFor(end_ms).end_ms).toBe(end_ms);
      expect(marks.length).toBeGreaterThanOrEqual(4);
      expect(marks.length).toBeLessThanOrEqual(10);
      expect(marks[0]).toEqual({ at_ms: 0, label: '0' });
    },
  );
  it('writes seconds where milliseconds would be long', () => {
    expect(axisFor(8400).unit).toBe('s');
    expect(axisFor(8400).marks[1]?.label).toBe('1');
    expect(axisFor(350)).toMatchObject({
      unit: 'ms',
      marks: expect.arrayContaining([{ at_ms: 50, label: '50' }]),
    });
  });
});

describe('words', () => {
  const [dark, light, music, nested, wait] = draft.steps;
  if (!dark || !light || !music || !nested || !wait) throw new Error('no steps');
  it('name a step and say what is unusual about it', () => {
    expect(stepName(dark)).toBe('dark');
    expect(stepNote(dark)).toBe('time-out 10 s');
    expect(stepNote(light)).toBe('after 0.05 s · time-out 10 s');
    expect(stepNote(music)).toContain('beside the next steps');
    expect(stepNote(nested)).toContain('macro');
    expect(stepName(wait)).toBe('Wait until a is 1');
    expect(stepNote(wait)).toBe('after 1 s · time-out 2.5 s');
    expect(stepName({ ...dark, items: '[1]', as: 'camera' })).toBe('For each camera: dark');
    expect(policyWords({ ...dark, on_failure: 'retry', retry_count: '2' })).toBe('retry 2×');
  });
  it('tell what became of it', () => {
    expect(reportWords(report('1'))).toBe('ok 100 ms');
    expect(reportWords(report('1', { outcome: 'sent', took_ms: 1, attempts: 3 }))).toBe(
      'sent 1.0 ms, 3 tries',
    );
    const error = { error_type: 'connection_refused' as const, message: '', details: {} };
    expect(reportWords(report('1', { outcome: 'failed', error }))).toBe('unreachable');
    expect(reportWords(report('1', { state: 'waiting', outcome: null }))).toBe('waiting');
  });
  it.each([
    [0, '0.00 s'],
    [9994, '9.99 s'],
    [12_340, '12.3 s'],
    [754_000, '12 min 34 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(seconds(ms)).toBe(text);
  });
});

it.each([
  ['{"scene":"news","level":2}', 'scene is news and level is 2'],
  ['{"level":{"$gt":2}}', '{"level":{"$gt":2}}'],
  ['{"$or":1}', '{"$or":1}'],
  ['{scene', '{scene'],
  ['{}', '{}'],
])('conditionWords of %s', (text, words) => {
  expect(conditionWords(text)).toBe(words);
});

describe('knownMs', () => {
  const steps = [
    report('1', { at_ms: 0, took_ms: 100 }),
    report('2', { state: 'running', outcome: null, at_ms: 150, took_ms: null }),
    report('2.1', { at_ms: 150, took_ms: 20 }),
    report('3', { state: 'waiting', outcome: null, at_ms: null, took_ms: null }),
  ];
  it('knows how far it has come without anybody’s clock', () => {
    expect(knownMs(steps)).toBe(170);
    expect(knownMs([])).toBe(0);
  });
});

it('wrongSteps are those in which something is to correct', () => {
  const problems = [
    { field: 'steps[3].macro_id', message: 'x' },
    { field: 'on_abort[0]', message: 'x' },
    { field: 'macro_name', message: 'x' },
  ];
  expect([...wrongSteps(draft, problems)]).toEqual(['s3', 'a0']);
});
