import { z } from 'zod';
import { OutcomeSchema } from './execution.ts';

/** The seed's counters (`mcr:companion:metrics`) with its two derived figures. */
export const MetricsSchema = z.object({
  intents_executed: z.int(),
  intents_failed: z.int(),
  actions_executed: z.int(),
  total_latency_ms: z.number(),
  retry_count: z.int(),
  success_rate: z.number(),
  avg_latency_ms: z.number(),
});
export type Metrics = z.infer<typeof MetricsSchema>;

/** One entry of the audit stream. `id` is the stream's own and pages backwards by `before`. */
export const AuditEntrySchema = z.object({
  id: z.string(),
  execution_id: z.string(),
  at: z.string(),
  origin: z.string(),
  intent_name: z.string().nullable(),
  key: z.string().nullable(),
  outcome: OutcomeSchema,
  latency_ms: z.number(),
  actions_executed: z.int(),
  error_type: z.string().nullable(),
  message: z.string().nullable(),
  macro_id: z.string().nullable(),
  /** The control room that ran it. */
  room: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntrySchema>;

/** How the store is. `away`: keys still fire with the last known catalogue, and entries wait here. */
export const StoreStatusSchema = z.object({
  state: z.enum(['starting', 'ready', 'away', 'missing']),
  /** `managed`, or the address without user and password. */
  label: z.string(),
  /** What happened and what to do, where there is something to say. */
  message: z.string().nullable(),
  since: z.string(),
  /** Executions whose entries still wait to be written. */
  waiting: z.int(),
});
export type StoreStatus = z.infer<typeof StoreStatusSchema>;

/** What is known of a device from its last answers. */
export const DeviceHealthSchema = z.object({
  device_id: z.string(),
  /**
   * `open`: its breaker holds commands back until `next_try_at`; `probing`: one command tries it; `stale`: the last health
   * checks found nothing, and no command has shown more since.
   */
  state: z.enum(['untried', 'answering', 'sending', 'failing', 'open', 'probing', 'stale']),
  latency_ms: z.number().nullable(),
  last_answer_at: z.string().nullable(),
  /** When a connection to it last stood, answered or not; a datagram proves none. */
  last_reached_at: z.string().nullable().default(null),
  message: z.string().nullable(),
  /** Failures in a row. */
  failures: z.int().default(0),
  next_try_at: z.string().nullable().default(null),
  /** Health checks in a row that found nothing. */
  missed: z.int().default(0),
  /** When it was last looked at without a command; null where it never was, or can't be. */
  checked_at: z.string().nullable().default(null),
});
export type DeviceHealth = z.infer<typeof DeviceHealthSchema>;

export const HealthSchema = z.object({
  ok: z.boolean(),
  version: z.string(),
  uptime_s: z.number(),
  redis: z.enum(['starting', 'ready', 'away', 'missing']),
});
