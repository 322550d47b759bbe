import { expect, it } from 'vitest';
import { ExecutionSummarySchema } from '#shared/contract/execution.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';
import { auditSummary } from './audit-summary.ts';

const entry: AuditEntry = {
  id: '1-0',
  execution_id: '01M7Y5WDAX3MMCPPQEAB52KC10',
  at: '2026-11-21T10:00:00.000Z',
  origin: 'operator',
  intent_name: 'lights_down',
  key: 'main:1_0_-2',
  outcome: 'ok',
  latency_ms: 12.5,
  actions_executed: 1,
  error_type: null,
  message: null,
  macro_id: null,
  room: 'other',
};

it('makes a line of the live list from an entry', () => {
  const summary = auditSummary(entry);
  expect(ExecutionSummarySchema.parse(summary)).toEqual({
    execution_id: entry.execution_id,
    origin: 'operator',
    intent_name: 'lights_down',
    key: { device_id: 'main', page: 1, row: 0, col: -2, phase: 'press' },
    started_at: entry.at,
    target: 'main',
    outcome: 'ok',
    reason: 'ok',
    latency_ms: 12.5,
    attempts: 1,
    room: 'other',
  });
});

it.each([
  ['connection_refused', 'unreachable'],
  ['an_error_of_a_later_version', 'app error'],
])('says in a few words what %s means', (error_type, reason) => {
  const failed = { ...entry, key: null, outcome: 'failed', error_type, message: 'no' } as const;
  expect(auditSummary(failed)).toMatchObject({ reason, key: null, target: null });
});

it.each(['main', 'ma in:1_0_2', 'main:1_0', ':1_0_2'])('takes %s for no place', (key) => {
  expect(auditSummary({ ...entry, key })).toMatchObject({ key: null, target: null });
});
