import { describe, expect, it } from 'vitest';
import type { Execution } from '#shared/contract/execution.ts';
import { neighbourRuns } from './neighbour-runs.ts';
import { oscArgument, summaryOf, traceText } from './trace-text.ts';

const execution: Execution = {
  success: false,
  intent_name: 'cam_3_guest',
  actions_executed: 1,
  latency_ms: 22.7,
  error: {
    error_type: 'invalid_response',
    message: 'Companion has no button at 1/0/3',
    details: { hint: 'Put one there.' },
  },
  metadata: {},
  execution_id: '01KAGX3M7Q',
  origin: 'operator',
  key: { device_id: 'studio', page: 1, row: 0, col: 3, phase: 'down' },
  started_at: '2026-11-21T20:14:35.118Z',
  outcome: 'failed',
  attempts: 1,
  dry_run: false,
  trace: [
    {
      index: 0,
      action_type: 'press',
      protocol_name: 'companion_tcp_press',
      device_id: 'studio',
      command: {
        transport: 'tcp',
        host: '127.0.0.1',
        port: 16759,
        payload: 'LOCATION 1/0/3 PRESS\n',
      },
      steps: [{ step: 'connect', at_ms: 0.2, took_ms: 0, note: 'reused' }],
      reply: { text: '-ERR No control at location' },
      attempts: 1,
      outcome: 'failed',
      error: null,
    },
  ],
};

describe('traceText', () => {
  it('says what happened, what to do, what was sent and what came back', () => {
    const text = traceText(execution);
    for (const part of [
      'cam_3_guest: failed',
      'Companion has no button at 1/0/3',
      'Put one there.',
      String.raw`tcp 127.0.0.1:16759 "LOCATION 1/0/3 PRESS\n"`,
      '"-ERR No control at location"',
      '(reused)',
    ])
      expect(text).toContain(part);
  });
});

describe('summaryOf', () => {
  it('has words for a run without a fault', () => {
    expect(summaryOf({ ...execution, error: null, outcome: 'ok' })).toBe('ok in 23 ms');
    expect(summaryOf({ ...execution, error: null, outcome: 'sent' })).toMatch(
      /not acknowledged/,
    );
  });
});

describe('oscArgument', () => {
  it('shows the type with the value', () => {
    expect(oscArgument({ type: 'i', value: 7 })).toBe('i 7');
    expect(oscArgument({ type: 's', value: 'a "b"' })).toBe(String.raw`s "a \"b\""`);
    expect(oscArgument({ type: 'T' })).toBe('T');
  });
});

const line = (execution_id: string, intent_name: string) => ({
  execution_id,
  intent_name,
  origin: 'operator',
  key: null,
  started_at: '',
  target: null,
  outcome: 'ok' as const,
  reason: '',
  latency_ms: 1,
  attempts: 1,
});

describe('neighbourRuns', () => {
  const runs = [line('D', 'cut'), line('C', 'mix'), line('B', 'cut'), line('A', 'cut')];
  it('steps through the runs of one intent', () => {
    expect(neighbourRuns(runs, 'B')).toEqual({ earlier: 'A', later: 'D' });
    expect(neighbourRuns(runs, 'C')).toEqual({ earlier: null, later: null });
    expect(neighbourRuns(runs, 'gone')).toEqual({ earlier: null, later: null });
  });
});
