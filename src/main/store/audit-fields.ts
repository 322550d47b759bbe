import { z } from 'zod';
import { OutcomeSchema, type Execution } from '#shared/contract/execution.ts';
import { noteOf } from '#shared/domain/audit-note.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';

/**
 * An execution as the audit stream has it: field, value, field, value. What is empty is left out: most executions
 * have no error, and many no key.
 */
export const auditFields = (execution: Execution, room?: string): string[] => {
  const { intent_name, macro, key, error } = execution;
  const fields = [
    'execution_id',
    execution.execution_id,
    'at',
    execution.started_at,
    'origin',
    execution.origin,
    'outcome',
    execution.outcome,
    'latency_ms',
    String(execution.latency_ms),
    'actions_executed',
    String(execution.actions_executed),
  ];
  if (intent_name !== null) fields.push('intent_name', intent_name);
  if (macro) fields.push('macro_id', macro.macro_id);
  if (key) fields.push('key', `${key.device_id}:${key.page}_${key.row}_${key.col}`);
  if (error) fields.push('error_type', error.error_type, 'message', error.message);
  const note = noteOf(execution);
  if (!error && note !== null) fields.push('message', note);
  if (room !== undefined) fields.push('room', room);
  return fields;
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
  macro_id: textOrNull,
  room: textOrNull,
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

const POSITION = /^(\d{1,19})(?:-(\d{1,19}))?$/;

/** An entry's id as two numbers; null where it is none. */
export const streamPosition = (id: string): [ms: bigint, sequence: bigint] | null => {
  const match = POSITION.exec(id);
  return match ? [BigInt(match[1] ?? 0), BigInt(match[2] ?? 0)] : null;
};
