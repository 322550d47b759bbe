import { z } from 'zod';
import { FaultSchema } from './errors.ts';
import { NameSchema, TimestampSchema } from './names.ts';
import { OscTypeSchema, TransportTypeSchema } from './protocol.ts';

/** How an execution ended. Exactly one, always. */
export const OutcomeSchema = z.enum([
  'ok',
  'sent',
  'failed',
  'skipped',
  'unknown',
  'expired',
  'cancelled',
  'refused',
]);
export type Outcome = z.infer<typeof OutcomeSchema>;

/** Who asked: `operator`, `agent:<id>`, `hardware:<id>`, `macro:<id>`, `api:<token name>`. */
export const OriginSchema = z
  .string()
  .regex(/^(operator|(agent|hardware|macro|api):[A-Za-z0-9._-]{1,128})$/);
export type Origin = z.infer<typeof OriginSchema>;

export const KeyPhaseSchema = z.enum(['down', 'up', 'press']);
export type KeyPhase = z.infer<typeof KeyPhaseSchema>;

/** A place on a device. `page` counts from 1, `row` and `col` from 0. */
export const KeyPlaceSchema = z.object({
  device_id: NameSchema,
  page: z.int(),
  row: z.int(),
  col: z.int(),
});
export type KeyPlace = z.infer<typeof KeyPlaceSchema>;

export const TargetSchema = z.object({
  transport: TransportTypeSchema,
  host: z.string(),
  port: z.int(),
  tls: z.boolean().optional(),
});
export type Target = z.infer<typeof TargetSchema>;

export const OscArgSchema = z.object({
  type: OscTypeSchema,
  /** Absent for T and F; base64 for b; decimal text for h. */
  value: z.union([z.number(), z.string()]).optional(),
});
export type OscArg = z.infer<typeof OscArgSchema>;

/** Exactly what leaves. */
export const CommandViewSchema = z.discriminatedUnion('transport', [
  z.object({
    transport: z.literal('http'),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  z.object({
    transport: z.literal('osc'),
    via: z.enum(['udp', 'tcp']),
    host: z.string(),
    port: z.int(),
    address: z.string(),
    args: z.array(OscArgSchema),
  }),
  z.object({
    transport: z.literal('tcp'),
    host: z.string(),
    port: z.int(),
    payload: z.string(),
  }),
  z.object({
    transport: z.literal('udp'),
    host: z.string(),
    port: z.int(),
    payload: z.string(),
  }),
]);
export type CommandView = z.infer<typeof CommandViewSchema>;

/** What the device said. `text` is cut at 4096 characters. */
export const ReplySchema = z.object({
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  text: z.string(),
  truncated: z.boolean().optional(),
});
export type Reply = z.infer<typeof ReplySchema>;

/** A span of an action, in milliseconds from the start of the execution. `queue` and `pace` are waits. */
export const TraceStepSchema = z.object({
  step: z.enum(['lookup', 'delay', 'resolve', 'queue', 'pace', 'connect', 'write', 'reply']),
  at_ms: z.number(),
  took_ms: z.number(),
  note: z.string().optional(),
});
export type TraceStep = z.infer<typeof TraceStepSchema>;

export const ActionTraceSchema = z.object({
  index: z.int(),
  action_type: z.string(),
  protocol_name: z.string(),
  device_id: z.string(),
  command: CommandViewSchema.nullable(),
  steps: z.array(TraceStepSchema),
  reply: ReplySchema.nullable(),
  attempts: z.int(),
  outcome: OutcomeSchema,
  error: FaultSchema.nullable(),
});
export type ActionTrace = z.infer<typeof ActionTraceSchema>;

/**
 * One run: the seed's ExecutionResult (`success` to `metadata`) and what we add to it.
 * `success` is true for `ok` and `sent` only. Times in milliseconds from a monotonic clock.
 */
export const ExecutionSchema = z.object({
  success: z.boolean(),
  intent_name: z.string().nullable(),
  actions_executed: z.int(),
  latency_ms: z.number(),
  error: FaultSchema.nullable(),
  metadata: z.record(z.string(), z.unknown()),

  execution_id: z.string(),
  origin: OriginSchema,
  key: KeyPlaceSchema.extend({ phase: KeyPhaseSchema }).nullable(),
  started_at: TimestampSchema,
  outcome: OutcomeSchema,
  /** Sends, over all actions. */
  attempts: z.int(),
  dry_run: z.boolean(),
  trace: z.array(ActionTraceSchema),
});
export type Execution = z.infer<typeof ExecutionSchema>;

/** An execution as the live list shows it. `outcome` is null while it runs. */
export const ExecutionSummarySchema = z.object({
  execution_id: z.string(),
  origin: OriginSchema,
  intent_name: z.string().nullable(),
  key: KeyPlaceSchema.extend({ phase: KeyPhaseSchema }).nullable(),
  started_at: TimestampSchema,
  /** The device of the first action, and how many devices there are. */
  target: z.string().nullable(),
  outcome: OutcomeSchema.nullable(),
  /** A few words for a key: `no button`, `no reply`, `18 ms`. */
  reason: z.string(),
  latency_ms: z.number(),
  attempts: z.int(),
});
export type ExecutionSummary = z.infer<typeof ExecutionSummarySchema>;

export const ExecuteBodySchema = z.object({
  /** Values for the templates' variables; they win over the action's own. */
  context: z.record(z.string(), z.unknown()).optional(),
  timeout_ms: z.int().min(1).max(600_000).optional(),
  dry_run: z.boolean().optional(),
});
export type ExecuteBody = z.infer<typeof ExecuteBodySchema>;
