import { describe, expect, it } from 'vitest';
import type { ActionTrace, Execution } from '#shared/contract/execution.ts';
import { axisFor, traceLanes } from './trace-lanes.ts';

const action = (more: Partial<ActionTrace> = {}): ActionTrace => ({
  index: 0,
  action_type: 'press',
  protocol_name: 'companion_http_press',
  device_id: 'studio',
  command: null,
  steps: [
    { step: 'lookup', at_ms: 0, took_ms: 0.1 },
    { step: 'pace', at_ms: 0.5, took_ms: 18.5 },
    { step: 'connect', at_ms: 19, took_ms: 0, note: 'reused' },
    { step: 'reply', at_ms: 19, took_ms: 3.1 },
  ],
  reply: null,
  attempts: 1,
  outcome: 'failed',
  error: null,
  ...more,
});
const execution = (trace: ActionTrace[]): Execution => ({
  success: false,
  intent_name: 'cam_3_guest',
  actions_executed: trace.length,
  latency_ms: 22.7,
  error: null,
  metadata: {},
  execution_id: '01B',
  origin: 'operator',
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  outcome: 'failed',
  attempts: 1,
  dry_run: false,
  trace,
});

describe('axisFor', () => {
  it('ends at or beyond the run, on round numbers', () => {
    expect(axisFor(22.7)).toEqual([0, 6, 12, 18, 24]);
    expect(axisFor(0.9)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(axisFor(5000)).toEqual([0, 1500, 3000, 4500, 6000]);
  });
  it('has an extent even for a run that took no time', () => {
    expect(axisFor(0).at(-1)).toBeGreaterThan(0);
  });
});

describe('traceLanes', () => {
  it('draws waits apart, says what was reused, and marks the step that failed', () => {
    const [first] = traceLanes(execution([action()])).actions;
    expect(first?.lanes.map(({ kind }) => kind)).toEqual(['work', 'wait', 'work', 'bad']);
    expect(first?.lanes[2]?.figure).toBe('reused');
    expect(first?.lanes[3]?.left).toBeCloseTo(79.2, 1);
  });
  it('marks nothing bad in an action that went well', () => {
    const { actions } = traceLanes(execution([action({ outcome: 'ok' }), action()]));
    expect(actions[0]?.lanes.some(({ kind }) => kind === 'bad')).toBe(false);
    expect(actions[1]?.lanes.some(({ kind }) => kind === 'bad')).toBe(true);
  });
  it('has one axis for what passed before, for tries and for the steps of a macro', () => {
    const attempt = {
      protocol_name: 'companion_http_press',
      device_id: 'studio',
      way: 0,
      at_ms: 30,
      took_ms: 10,
      outcome: 'failed' as const,
      reason: 'no reply',
      error_type: 'connection_timeout',
    };
    const lanes = traceLanes({
      ...execution([action({ tries: [attempt] })]),
      steps: [{ step: 'guard', at_ms: 0, took_ms: 20, note: 'hold(20)' }],
    });
    expect(lanes.axis.at(-1)).toBe(40);
    expect(lanes.before).toMatchObject([{ step: 'guard', kind: 'wait', width: 50 }]);
    expect(lanes.spanOf(30, 10)).toEqual({ left: 75, width: 25 });
  });
  it('is empty for a run that never came to an action', () => {
    expect(traceLanes(execution([])).actions).toEqual([]);
  });
});
