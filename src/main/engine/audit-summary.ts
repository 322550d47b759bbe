import { ErrorTypeSchema, type Fault } from '#shared/contract/errors.ts';
import type { ExecutionSummary, KeyPlace } from '#shared/contract/execution.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';

const KEY = /^([A-Za-z0-9._-]{1,128}):(-?\d+)_(-?\d+)_(-?\d+)$/;

/** The place that an audit entry names as `{device_id}:{page}_{row}_{col}`. */
const placeOf = (key: string | null): KeyPlace | null => {
  const [, device_id, page, row, col] = KEY.exec(key ?? '') ?? [];
  if (device_id === undefined) return null;
  return { device_id, page: Number(page), row: Number(row), col: Number(col) };
};

const faultOf = ({ error_type, message }: AuditEntry): Fault | null => {
  if (error_type === null) return null;
  const known = ErrorTypeSchema.safeParse(error_type).data ?? 'internal';
  return { error_type: known, message: message ?? '', details: {} };
};

/** The line of the live list for an execution of another control room: the audit says no more of it. */
export const auditSummary = (entry: AuditEntry): ExecutionSummary => {
  const place = placeOf(entry.key);
  return {
    execution_id: entry.execution_id,
    origin: entry.origin,
    intent_name: entry.intent_name,
    key: place && { ...place, phase: 'press' },
    started_at: entry.at,
    target: place?.device_id ?? null,
    outcome: entry.outcome,
    reason: outcomeWords(entry.outcome, faultOf(entry)),
    latency_ms: entry.latency_ms,
    attempts: entry.actions_executed,
    ...(entry.macro_id !== null && { macro_id: entry.macro_id }),
    room: entry.room ?? 'another room',
  };
};
