import { z } from 'zod';
import { ExecutionSchema, OutcomeSchema, type Execution } from '#shared/contract/execution.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';

/** UTF-16 units of JSON. A longer record goes without what the devices said. */
const RECORD_LIMIT = 16_384;
/** Past this it goes without the commands and then without the trace: a stream is no place for megabytes. */
const RECORD_HARD_LIMIT = 262_144;

const recordOf = (execution: Execution): string => {
  const whole = JSON.stringify(execution);
  if (whole.length <= RECORD_LIMIT) return whole;
  const trace = execution.trace.map((action) => ({
    ...action,
    reply: action.reply && { ...action.reply, text: '', truncated: true },
  }));
  const silent = JSON.stringify({ ...execution, trace });
  if (silent.length <= RECORD_HARD_LIMIT) return silent;
  const blind = JSON.stringify({
    ...execution,
    trace: trace.map((action) => ({ ...action, command: null })),
  });
  if (blind.length <= RECORD_HARD_LIMIT) return blind;
  return JSON.stringify({ ...execution, metadata: {}, trace: [] });
};

/** An execution as the audit stream has it: field, value, field, value. Empty text stands for null. */
export const auditFields = (execution: Execution): string[] => {
  const { key, error } = execution;
  return [
    'execution_id',
    execution.execution_id,
    'at',
    execution.started_at,
    'origin',
    execution.origin,
    'intent_name',
    execution.intent_name ?? '',
    'key',
    key ? `${key.device_id}:${key.page}_${key.row}_${key.col}` : '',
    'outcome',
    execution.outcome,
    'latency_ms',
    String(execution.latency_ms),
    'actions_executed',
    String(execution.actions_executed),
    'error_type',
    error?.error_type ?? '',
    'message',
    error?.message ?? '',
    'record',
    recordOf(execution),
  ];
};

const textOrNull = z
  .string()
  .optional()
  .transform((text) => text || null);

const FieldsSchema = z.object({
  execution_id: z.string(),
  at: z.string(),
  origin: z.string(),
  intent_name: textOrNull,
  key: textOrNull,
  outcome: OutcomeSchema,
  latency_ms: z.coerce.number(),
  actions_executed: z.coerce.number().int(),
  error_type: textOrNull,
  message: textOrNull,
});

/** One entry of the stream, as it was read. */
export interface StreamEntry {
  id: string;
  fields: Record<string, string>;
}

/** Null where another writer's entry is none of an execution. */
export const auditEntryOf = ({ id, fields }: StreamEntry): AuditEntry | null => {
  const parsed = FieldsSchema.safeParse(fields);
  return parsed.success ? { id, ...parsed.data } : null;
};

/** Null where the entry carries no whole execution. */
export const executionOf = ({ fields }: StreamEntry): Execution | null => {
  try {
    return ExecutionSchema.safeParse(JSON.parse(fields['record'] ?? '')).data ?? null;
  } catch {
    return null;
  }
};

const POSITION = /^(\d{1,19})(?:-(\d{1,19}))?$/;

/** An entry's id as two numbers; null where it is none. */
export const streamPosition = (id: string): [ms: bigint, sequence: bigint] | null => {
  const match = POSITION.exec(id);
  return match ? [BigInt(match[1] ?? 0), BigInt(match[2] ?? 0)] : null;
};
