import { describe, expect, it } from 'vitest';
import type { Execution } from '#shared/contract/execution.ts';
import { oscArgument, summaryOf, traceText, wayWords } from './trace-text.ts';

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

  it('says which cameras were told what', () => {
    const [action] = execution.trace;
    if (!action) throw new Error('no action');
    const camera = (device_id: string, slots?: string[]) =>
      traceText({
        ...execution,
        trace: [
          {
            ...action,
            action_type: 'camera',
            protocol_name: 'start_recording',
            device_id,
            command: {
              transport: 'camera',
              slot: device_id,
              command: 'start_recording',
              payload: { trial_number: 12 },
              ...(slots && { slots }),
            },
          },
        ],
      });
    expect(camera('cam_1')).toContain('1. camera · start_recording → cam_1: failed');
    expect(camera('cam_1')).toContain(
      'told  camera cam_1: start_recording {"trial_number":12}',
    );
    expect(camera('all', ['cam_1', 'cam_2'])).toContain(
      'start_recording → all cameras: failed',
    );
    expect(camera('all', ['cam_1', 'cam_2'])).toContain('told  all cameras (cam_1, cam_2): ');
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

describe('the text of a run that took more than one way', () => {
  const [action] = execution.trace;
  const text = traceText({
    ...execution,
    parent_id: '01PARENT',
    session_id: 'night_shift',
    versions: { 'intent:cam_3_guest': 'a1b2' },
    steps: [{ step: 'guard', at_ms: 0, took_ms: 812.5, note: 'hold(800)' }],
    trace: action
      ? [
          {
            ...action,
            served_by: 'spare',
            tries: [
              {
                protocol_name: 'companion_tcp_press',
                device_id: 'studio',
                way: 0,
                at_ms: 1,
                took_ms: 2,
                outcome: 'failed',
                reason: 'nobody listens there',
                error_type: 'connection_refused',
              },
              {
                protocol_name: 'companion_osc_press',
                device_id: 'spare',
                way: 2,
                at_ms: 4,
                took_ms: 1,
                outcome: 'sent',
                reason: null,
                error_type: null,
              },
            ],
          },
        ]
      : [],
  });

  it('tells each try with its way and reason, and who served', () => {
    expect(text).toContain('served by spare');
    expect(text).toMatch(/try 1 \(way 1\).*failed, nobody listens there/);
    expect(text).toMatch(/try 2 \(way 3\) companion_osc_press → spare.*: sent$/m);
  });
  it('tells what passed before, as part of what, for whom, and with which versions', () => {
    expect(text).toMatch(/guard +at 0\.000 ms, took 812\.500 ms \(hold\(800\)\)/);
    expect(text).toContain('part of 01PARENT');
    expect(text).toContain('session night_shift');
    expect(text).toContain('used  intent:cam_3_guest a1b2');
  });
});

describe('the text of a macro', () => {
  it('has a line for each step', () => {
    const text = traceText({
      ...execution,
      intent_name: null,
      trace: [],
      macro: {
        macro_id: 'show_open',
        steps_executed: 1,
        steps_failed: 1,
        steps: [
          {
            step: '1',
            name: 'cut',
            state: 'done',
            outcome: 'ok',
            attempts: 2,
            at_ms: 0,
            took_ms: 12,
            execution_id: '01STEP',
            error: null,
          },
          {
            step: '2',
            name: 'mix',
            state: 'waiting',
            outcome: null,
            attempts: 0,
            at_ms: null,
            took_ms: null,
            execution_id: null,
            error: null,
          },
        ],
      },
    });
    expect(text).toMatch(/^show_open: failed/);
    expect(text).toContain('macro show_open: 1 done, 1 failed');
    expect(text).toMatch(/1 +cut: ok, at 0\.000 ms, took 12\.000 ms, 2 attempts, 01STEP/);
    expect(text).toMatch(/2 +mix: waiting$/m);
  });
});

describe('wayWords', () => {
  it('counts the ways from one, and tells a second try of the same', () => {
    const tries = [{ way: 0 }, { way: 2 }, { way: 0 }];
    expect(wayWords(tries)).toEqual(['way 1', 'way 3', 'way 1 again']);
  });
});
