import { monotonicFactory } from 'ulid';
import type { ButtonChange } from '#shared/contract/button-state.ts';
import type { Execution } from '#shared/contract/execution.ts';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import type { Recording } from './store.ts';

/** In the order in which they were made, as the engine's are. */
const ulid = monotonicFactory();

export const AT = '2026-11-21T10:00:00.000Z';

export const anIntent = (intent_name: string, extra: Record<string, unknown> = {}) =>
  IntentSchema.parse({
    intent_name,
    actions: [{ protocol_name: 'press', device_id: 'main' }],
    ...extra,
  });

export const aHardwareClient = (client_id: string) =>
  HardwareClientSchema.parse({
    kind: 'generic',
    client_id,
    client_type: 'desk',
    host: 'quiz:8000',
    game_id: 1,
  });

export const anExecution = (change: Partial<Execution> = {}): Execution => ({
  success: true,
  intent_name: 'lights_down',
  actions_executed: 1,
  latency_ms: 12.5,
  error: null,
  metadata: {},
  execution_id: ulid(),
  origin: 'operator',
  key: { device_id: 'main', page: 1, row: 0, col: 2, phase: 'press' },
  started_at: new Date().toISOString(),
  outcome: 'ok',
  attempts: 1,
  dry_run: false,
  trace: [],
  ...change,
});

export const aRecording = (
  change: Partial<Execution> = {},
  buttons: Recording['buttons'] = [],
  retries = 0,
): Recording => ({
  execution: anExecution(change),
  retries,
  buttons,
  auditMaxEntries: 1000,
  traceMaxBytes: 1_000_000,
});

export const aButton = (
  kind: 'press' | 'down' | 'up' = 'press',
  button_id = '1_0_2',
): Recording['buttons'][number] => ({
  device_id: 'main',
  button_id,
  change: { kind, at: AT } satisfies ButtonChange,
});
