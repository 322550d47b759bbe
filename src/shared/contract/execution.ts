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

/**
 * Who asked: `operator`, `agent:<id>`, `hardware:<client_id>`, `macro:<id>`, `api:<token name>`. A client id is
 * percent-encoded where it holds more than a name may.
 */
export const OriginSchema = z
  .string()
  .regex(
    /^(operator|(agent|macro|api):[A-Za-z0-9._-]{1,128}|hardware:([A-Za-z0-9._-]|%[0-9A-F]{2}){1,1152})$/,
  );
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
  z.object({
    transport: z.literal('obs'),
    host: z.string(),
    port: z.int(),
    /** Whether the connection answers for itself with a password. */
    signs_in: z.boolean(),
    request_type: z.string(),
    /** The request's data as JSON; null where it has none. */
    request_data: z.string().nullable(),
  }),
  z.object({
    transport: z.literal('camera'),
    /** As the action has it. */
    slot: z.string(),
    /** The slots that `all` stands for. */
    slots: z.array(z.string()).optional(),
    command: z.string(),
    payload: z.record(z.string(), z.unknown()),
  }),
  z.object({
    transport: z.literal('hardware'),
    client_id: z.string(),
    message_type: z.string(),
    /** Of the message, beside its type. */
    fields: z.record(z.string(), z.unknown()),
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

/** What became of one step of a macro. Times in milliseconds from the start of the macro. */
export const StepReportSchema = z.object({
  /** As the macro numbers it; a step of a nested macro or of a `for_each` round is `3.2`. */
  step: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done']),
  outcome: OutcomeSchema.nullable(),
  attempts: z.int(),
  at_ms: z.number().nullable(),
  took_ms: z.number().nullable(),
  /** The last execution that the step asked for. */
  execution_id: z.string().nullable(),
  error: FaultSchema.nullable(),
});
export type StepReport = z.infer<typeof StepReportSchema>;

/** The seed's MacroResult, with each step's report. */
export const MacroReportSchema = z.object({
  macro_id: z.string(),
  steps_executed: z.int(),
  steps_failed: z.int(),
  steps: z.array(StepReportSchema),
});
export type MacroReport = z.infer<typeof MacroReportSchema>;

/** A span of an action, in milliseconds from the start of the execution. `queue` and `pace` are waits. */
export const TraceStepSchema = z.object({
  step: z.enum([
    'guard',
    'rate',
    'lookup',
    'condition',
    'delay',
    'resolve',
    'queue',
    'pace',
    'connect',
    'write',
    'reply',
    'backoff',
  ]),
  at_ms: z.number(),
  took_ms: z.number(),
  note: z.string().optional(),
});
export type TraceStep = z.infer<typeof TraceStepSchema>;

/** One send, or one that was not made, with its reason. `took_ms` from the start of the execution's clock. */
export const AttemptSchema = z.object({
  protocol_name: z.string(),
  device_id: z.string(),
  /** 0 for the action itself, then the number of the fallback or stand-in. */
  way: z.int(),
  at_ms: z.number(),
  took_ms: z.number(),
  outcome: OutcomeSchema,
  /** Why it ended so, and why the next one was made. Null for a success. */
  reason: z.string().nullable(),
  error_type: z.string().nullable(),
});
export type Attempt = z.infer<typeof AttemptSchema>;

export const ActionTraceSchema = z.object({
  index: z.int(),
  action_type: z.string(),
  protocol_name: z.string(),
  device_id: z.string(),
  command: CommandViewSchema.nullable(),
  steps: z.array(TraceStepSchema),
  reply: ReplySchema.nullable(),
  attempts: z.int(),
  /** Each send by itself, where there was more than one or another way than the action's own. */
  tries: z.array(AttemptSchema).optional(),
  /** The device that served in place of the action's own. */
  served_by: z.string().optional(),
  /** It went to the built-in simulator: nothing real moved. */
  simulated: z.boolean().optional(),
  /** What it changed in a button's stored state: a press counted, down, up, or a text or colour set. */
  state_change: z
    .object({
      device_id: z.string(),
      button_id: z.string(),
      kind: z.enum(['press', 'down', 'up', 'text', 'color']),
      value: z.string().optional(),
    })
    .optional(),
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
  /** The execution that asked for this one: a macro's. */
  parent_id: z.string().optional(),
  session_id: z.string().optional(),
  /** Asked for on the simulators, whatever its devices say. */
  simulated: z.boolean().optional(),
  /** The values that it was asked with, where there were any; not for a macro's steps. */
  context: z.record(z.string(), z.unknown()).optional(),
  /** Which revision of each stored value it used, by `kind:name`. */
  versions: z.record(z.string(), z.string()).optional(),
  /** What passed before the first action: guard, rate, conditions. */
  steps: z.array(TraceStepSchema).optional(),
  /** For a run of a macro. */
  macro: MacroReportSchema.optional(),
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
  /** The device or camera that was told, or how many there are. */
  target: z.string().nullable(),
  outcome: OutcomeSchema.nullable(),
  /** A few words for a key: `no button`, `no reply`, `18 ms`. */
  reason: z.string(),
  latency_ms: z.number(),
  attempts: z.int(),
  /** For a run of a macro. */
  macro_id: z.string().optional(),
  /** Asked for on the simulators. */
  simulated: z.boolean().optional(),
  /** Why policy refused it, as its fault's `details.reason` says: `armed`, `not_held`, `queue_full`. */
  refusal: z.string().optional(),
  /** The control room that ran it, where that is another one. */
  room: z.string().optional(),
});
export type ExecutionSummary = z.infer<typeof ExecutionSummarySchema>;

export const ExecuteBodySchema = z.object({
  /** Values for the templates' variables; they win over the action's own. */
  context: z.record(z.string(), z.unknown()).optional(),
  timeout_ms: z.int().min(1).max(600_000).optional(),
  dry_run: z.boolean().optional(),
  /** Every command goes to the built-in simulator, whatever its device says; what has none is refused. */
  simulate: z.boolean().optional(),
  /** A command still waiting after so long is never sent; the deadline where absent. */
  expires_ms: z.int().min(1).max(600_000).optional(),
  /** Higher goes first; the intent's where absent. */
  priority: z.int().optional(),
  /** The person answered the question of a `confirm` guard. */
  confirmed: z.boolean().optional(),
  session_id: NameSchema.optional(),
});
export type ExecuteBody = z.infer<typeof ExecuteBodySchema>;
