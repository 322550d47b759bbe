import { describe, expect, it, test } from 'vitest';
import type {
  ActionTrace,
  Execution,
  ExecutionSummary,
  Outcome,
  StepReport,
} from '#shared/contract/execution.ts';
import type { MacroProgress } from '#shared/contract/macro.ts';
import { dryRunLines, dryRunText } from './dry-run-lines.ts';
import { linesOf } from './run-lines.ts';
import { runFigures } from './run-figures.ts';
import { questionOf } from './guard-question.ts';

const summary = (
  id: string,
  macro_id: string | undefined,
  outcome: Outcome | null = 'ok',
  latency_ms = 10,
): ExecutionSummary => ({
  execution_id: id,
  origin: 'operator',
  intent_name: null,
  macro_id,
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  target: null,
  outcome,
  reason: outcome ?? 'running',
  latency_ms,
  attempts: 1,
});
const progress = (id: string, macro_id: string): MacroProgress => ({
  execution_id: id,
  macro_id,
  origin: 'operator',
  started_at: '2026-11-21T20:14:35.118Z',
  state: 'running',
  report: { macro_id, steps_executed: 0, steps_failed: 0, steps: [] },
});

test('the runs of one macro, newest first, each once', () => {
  const live = { D: progress('D', 'open'), C: progress('C', 'close') };
  const listed = [
    summary('D', 'open', null),
    summary('C', 'close', null),
    summary('B', undefined),
    summary('A', 'open', 'failed'),
  ];
  expect(linesOf('open', live, listed).map(({ id, outcome }) => [id, outcome])).toEqual([
    ['D', null],
    ['A', 'failed'],
  ]);
});

test('figures are of runs that came to an end', () => {
  const lines = linesOf('m', {}, [
    summary('E', 'm', null),
    summary('D', 'm', 'refused', 0),
    summary('C', 'm', 'ok', 100),
    summary('B', 'm', 'failed', 400),
    summary('A', 'm', 'ok', 200),
  ]);
  expect(runFigures(lines, 20)).toEqual({
    bars: [
      { id: 'A', share: 50, isBad: false },
      { id: 'B', share: 100, isBad: true },
      { id: 'C', share: 25, isBad: false },
    ],
    p50_ms: 200,
    p95_ms: 400,
    notOk: 1,
  });
  expect(runFigures([], 20)).toMatchObject({ bars: [], p50_ms: 0 });
  expect(runFigures(lines, 2).bars).toHaveLength(2);
});

const step = (name: string, more: Partial<StepReport> = {}): StepReport => ({
  step: name,
  name: `intent_${name}`,
  state: 'done',
  outcome: 'ok',
  attempts: 0,
  at_ms: 0,
  took_ms: 0,
  execution_id: null,
  error: null,
  ...more,
});
const action = (more: Partial<ActionTrace> = {}): ActionTrace => ({
  index: 0,
  action_type: 'press',
  protocol_name: 'p',
  device_id: 'studio',
  command: { transport: 'tcp', host: 'h', port: 1, payload: 'LOCATION 1/0/3 PRESS\n' },
  steps: [],
  reply: null,
  attempts: 0,
  outcome: 'ok',
  error: null,
  ...more,
});
const failure = {
  error_type: 'intent_not_found' as const,
  message: 'There is no intent x.',
  details: {},
};
const dryRun: Execution = {
  success: true,
  intent_name: 'macro:m',
  actions_executed: 0,
  latency_ms: 3,
  error: null,
  metadata: { step_actions: ['2.2', '1', '1', '2.1'], expected_ms: 1200 },
  execution_id: '01',
  origin: 'operator',
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  outcome: 'ok',
  attempts: 0,
  dry_run: true,
  macro: {
    macro_id: 'm',
    steps_executed: 3,
    steps_failed: 1,
    steps: [
      step('1'),
      step('2', { at_ms: 500 }),
      step('2.1', { at_ms: 500 }),
      step('2.2', { at_ms: 700, took_ms: 150 }),
      step('3', { at_ms: 850, outcome: 'failed', error: failure }),
    ],
  },
  trace: [
    action({
      command: {
        transport: 'http',
        method: 'POST',
        url: 'http://h:8000/api/x?a=1',
        headers: {},
        body: '{"a":"b"}',
      },
    }),
    action(),
    action({ command: null, error: { ...failure, message: 'No level.' } }),
    action({
      command: {
        transport: 'osc',
        via: 'udp',
        host: 'h',
        port: 1,
        address: '/chan/12',
        args: [{ type: 'f', value: 0.7 }, { type: 'T' }],
      },
    }),
  ],
};

describe('dryRunLines', () => {
  const { lines, ...rest } = dryRunLines(dryRun);
  it('stand under their steps in order; a step that would send nothing says why', () => {
    expect(
      lines.map(({ step, at_ms, command, isProblem }) => [step, at_ms, command, isProblem]),
    ).toEqual([
      ['1', 0, String.raw`LOCATION 1/0/3 PRESS\n`, false],
      ['1', 0, 'No level.', true],
      ['2.1', 500, '/chan/12 f 0.7 T', false],
      ['2.2', 700, 'POST /api/x?a=1 {"a":"b"}', false],
      ['3', 850, 'There is no intent x.', true],
    ]);
    expect(rest).toEqual({ commands: 3, problems: 2, expected_ms: 1200 });
  });
  it('loses no command whose step is not told', () => {
    const { lines: untold } = dryRunLines({
      ...dryRun,
      metadata: {},
      trace: [action()],
    });
    expect(untold.at(-1)).toMatchObject({
      step: '',
      command: String.raw`LOCATION 1/0/3 PRESS\n`,
    });
  });
  it('takes step 12 for no part of step 1', () => {
    const steps = [step('1'), step('12')];
    const { lines } = dryRunLines({
      ...dryRun,
      trace: [],
      macro: { macro_id: 'm', steps_executed: 0, steps_failed: 0, steps },
    });
    expect(lines.map(({ step }) => step)).toEqual(['1', '12']);
  });
  it('say which cameras would be told what', () => {
    const camera = action({
      action_type: 'camera',
      device_id: 'all',
      command: {
        transport: 'camera',
        slot: 'all',
        slots: ['cam_1'],
        command: 'record',
        payload: { trial_number: 12 },
      },
    });
    const { lines } = dryRunLines({ ...dryRun, metadata: {}, trace: [camera] });
    expect(lines.at(-1)).toMatchObject({
      target: 'all cameras',
      command: 'record {"trial_number":12}',
      transport: 'CAMERA',
      isProblem: false,
    });
  });
  it('are a text as well', () => {
    expect(dryRunText('m', dryRun)).toContain('POST /api/x?a=1');
    expect(dryRunText('m', dryRun)).toContain('1.20 s expected');
  });
});

const refused = (details: Record<string, unknown>): Execution => ({
  ...dryRun,
  outcome: 'refused',
  error: { error_type: 'refused', message: 'x', details },
});

describe('questionOf', () => {
  it('is what a guard waits for', () => {
    expect(questionOf(refused({ reason: 'confirm' }))).toEqual({ kind: 'confirm' });
    expect(questionOf(refused({ reason: 'armed', within_ms: 2000 }))).toEqual({
      kind: 'arm',
      withinMs: 2000,
    });
  });
  it('is nothing where policy said no', () => {
    expect(questionOf(refused({ reason: 'panic' }))).toBeNull();
    expect(questionOf(dryRun)).toBeNull();
  });
});
