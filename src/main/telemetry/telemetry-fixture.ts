import type { ActionTrace, Execution } from '#shared/contract/execution.ts';

/** One HTTP action that took `ms` from connection to reply, after 40 ms in the queue. */
export const anAction = (ms: number, change: Partial<ActionTrace> = {}): ActionTrace => ({
  index: 0,
  action_type: 'press',
  protocol_name: 'press_button',
  device_id: 'studio',
  command: {
    transport: 'http',
    method: 'POST',
    url: 'http://127.0.0.1:8000/api/location/1/0/0/press',
    headers: {},
    body: null,
  },
  steps: [
    { step: 'queue', at_ms: 0, took_ms: 40 },
    { step: 'connect', at_ms: 40, took_ms: ms / 4 },
    { step: 'write', at_ms: 40 + ms / 4, took_ms: ms / 4 },
    { step: 'reply', at_ms: 40 + ms / 2, took_ms: ms / 2 },
  ],
  reply: { status: 200, text: 'ok' },
  attempts: 1,
  outcome: 'ok',
  error: null,
  ...change,
});

export const anExecution = (change: Partial<Execution> = {}): Execution => ({
  success: true,
  intent_name: 'lights_down',
  actions_executed: 1,
  latency_ms: 60,
  error: null,
  metadata: {},
  execution_id: 'e1',
  origin: 'operator',
  key: null,
  started_at: '2026-11-21T20:00:00.000Z',
  outcome: 'ok',
  attempts: 1,
  dry_run: false,
  trace: [anAction(20)],
  ...change,
});
