import { z } from 'zod';
import { PortSchema, TimestampSchema } from './names.ts';

// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Any text that a backend may know a client by; it is encoded where it lands in an address. */
const WordSchema = z
  .string()
  .min(1, 'Type at least one character.')
  .max(128, 'Use 128 characters at most.')
  .refine(
    (text) => !CONTROL.test(text) && text.isWellFormed(),
    'Leave out control characters.',
  );
export const HardwareClientIdSchema = WordSchema;

const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

/** `name`, `name:port`, `10.0.0.4:8000` or `[::1]:8000`. */
export const HardwareHostSchema = z
  .string()
  .max(260)
  .regex(HOST, 'Type a name or address, and a port after a colon: 10.0.0.4:8000.')
  .refine((text) => {
    const port = HOST.exec(text)?.[2];
    return port === undefined || PortSchema.safeParse(Number(port)).success;
  }, 'A port is a number from 1 to 65535.');

/** One place where the backend can be reached. `secure`: over TLS (`wss:`). */
export const HardwareBackendSchema = z.object({
  host: HardwareHostSchema,
  secure: z.boolean().default(false),
});
export type HardwareBackend = z.infer<typeof HardwareBackendSchema>;

const TtlSchema = z
  .int('Type whole milliseconds.')
  .min(1, 'Type at least 1 ms.')
  .max(60_000, 'Type 60000 ms at most: what is older helps nobody.');

/**
 * What becomes of a message while the backend is away: it is dropped, or the latest of its type waits, or it
 * waits in line. What waits longer than `ttl_ms` expires and is never sent.
 */
export const OutboundPolicySchema = z.discriminatedUnion('policy', [
  z.object({ policy: z.literal('drop') }),
  z.object({ policy: z.literal('keep_latest'), ttl_ms: TtlSchema.default(5000) }),
  z.object({ policy: z.literal('queue'), ttl_ms: TtlSchema.default(500) }),
]);
export type OutboundPolicy = z.infer<typeof OutboundPolicySchema>;

/** The press of a person: it is true in its moment, or not at all. */
export const PRESS_TYPES: readonly string[] = ['buzzer_pressed'];

/** By message type; what is not listed is dropped. */
export const OutboundPoliciesSchema = z
  .record(WordSchema, OutboundPolicySchema)
  .refine((policies) => PRESS_TYPES.every((type) => dropsIt(policies[type])), {
    error: `A press is never sent late: "${PRESS_TYPES.join('", "')}" can only be dropped.`,
  });

const dropsIt = (policy: OutboundPolicy | undefined): boolean =>
  policy === undefined || policy.policy === 'drop';

/**
 * How a client reaches its backend, whatever it does there. `path` may hold `{game_id}`, `{client_type}` and
 * `{client_id}`; `client_type` and `client_id` are in the query too.
 */
export const HardwareConnectionSchema = z.object({
  client_id: HardwareClientIdSchema,
  client_type: WordSchema,
  host: HardwareHostSchema,
  secure: z.boolean().default(false),
  /** More backends beside `host`, in the order in which they are tried. */
  backends: z
    .array(HardwareBackendSchema)
    .max(16, 'Name 16 more backends at most.')
    .default([]),
  /** `all`: a connection to each. `failover`: to one, and to the next where that fails. */
  backend_mode: z.enum(['all', 'failover']).default('failover'),
  game_id: z.union([z.int(), WordSchema]),
  path: z
    .string()
    .max(1024)
    .startsWith('/', 'A path begins with "/".')
    .regex(/^[^?#\s]*$/, 'A path has no "?", no "#" and no spaces.')
    .default('/ws/game/{game_id}/'),
  /** More parameters for the query. */
  query: z.record(z.string().min(1).max(128), z.string().max(1024)).default({}),
  /** Offers permessage-deflate. */
  compression: z.boolean().default(false),
  connect_timeout_ms: z.int().min(50).max(60_000).default(5000),
  /** Between two pings. */
  heartbeat_ms: z.int().min(100).max(300_000).default(5000),
  /** Silence for this long after a ping counts as one that was missed. */
  heartbeat_timeout_ms: z.int().min(50).max(60_000).default(1500),
  /** So many missed pings in a row, and the connection counts as dead. */
  heartbeat_misses: z.int().min(1).max(20).default(2),
  /** No message for this long makes an open client `stale`; null where the backend may be silent. */
  stale_after_ms: z.int().min(100).max(86_400_000).nullable().default(null),
  backoff_initial_ms: z.int().min(10).max(60_000).default(100),
  backoff_max_ms: z.int().min(10).max(600_000).default(5000),
  /** A connection that stood this long starts the back-off anew when it is lost. */
  lasted_ms: z.int().min(0).max(600_000).default(5000),
  /** A larger message ends the connection with 1009. */
  max_message_bytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024),
  /** For one call of a handler, of `setup` and of `teardown`. */
  handler_timeout_ms: z.int().min(10).max(600_000).default(10_000),
  /** Messages that wait for each backend at most; the oldest makes room. */
  queue_limit: z.int().min(1).max(10_000).default(100),
  outbound: OutboundPoliciesSchema.default({}),
  /** Asks the backend for its time with a `ping` of ours. Off: only its own pings are used. */
  clock_probe: z.boolean().default(false),
});
export type HardwareConnection = z.infer<typeof HardwareConnectionSchema>;
export type HardwareConnectionInput = z.input<typeof HardwareConnectionSchema>;

/** Every message has a type; the rest is each client's own. */
export const HardwareMessageSchema = z.looseObject({ type: z.string().min(1).max(128) });
export type HardwareMessage = z.infer<typeof HardwareMessageSchema>;

/**
 * `connecting`: an attempt is under way. `open`: it answers. `stale`: open, but silent. `waiting`: for the
 * next attempt. `stopped`: nothing is tried until somebody starts it.
 */
export const HardwareStateSchema = z.enum([
  'connecting',
  'open',
  'stale',
  'waiting',
  'stopped',
]);
export type HardwareState = z.infer<typeof HardwareStateSchema>;

/** Round trips of the last pings; null where there was none. */
export const HardwareLatencySchema = z.object({
  rtt_ms: z.number().nullable(),
  rtt_p50_ms: z.number().nullable(),
  rtt_p95_ms: z.number().nullable(),
  /** Pings that were not answered, of the last ones: 0 to 1. */
  loss: z.number().nullable(),
  /** The backend's clock less ours. */
  clock_offset_ms: z.number().nullable(),
  /** The offset is right to within plus or minus this. */
  clock_margin_ms: z.number().nullable(),
  clock_samples: z.int(),
});
export type HardwareLatency = z.infer<typeof HardwareLatencySchema>;

/** One backend of a client. */
export const HardwareLinkStatusSchema = HardwareLatencySchema.extend({
  url: z.string(),
  state: HardwareStateSchema,
  /** Since a connection lasted, for `lasted_ms`; 0 while one is open. */
  attempts: z.int(),
  /** Until the next attempt; null where none is waited for. */
  next_try_ms: z.number().nullable(),
  opened_at: TimestampSchema.nullable(),
  queued: z.int(),
  last_error: z.string().nullable(),
});
export type HardwareLinkStatus = z.infer<typeof HardwareLinkStatusSchema>;

/** A client as screens and `GET /api/hardware` show it. Latency is that of its best backend. */
export const HardwareClientStatusSchema = HardwareLatencySchema.extend({
  client_id: z.string(),
  client_type: z.string(),
  state: HardwareStateSchema,
  attempts: z.int(),
  next_try_ms: z.number().nullable(),
  opened_at: TimestampSchema.nullable(),
  /** Since the newest message; null before the first. */
  data_age_ms: z.number().nullable(),
  /** Since anything was heard, answers to pings included. */
  heard_age_ms: z.number().nullable(),
  /** Newest last, one for each ping; null where it was missed. */
  rtt_history_ms: z.array(z.number().nullable()),
  messages_in: z.int(),
  messages_out: z.int(),
  /** What came and was no message that this client knows. */
  rejected: z.int(),
  queued: z.int(),
  /** Waited longer than its time and was not sent. */
  expired: z.int(),
  /** Could not be sent and may not wait, or made room for newer ones. */
  dropped: z.int(),
  /** Left, and the connection was gone before a ping that left after them was answered: nobody knows. */
  unacknowledged: z.int(),
  /** What happened and what to do. */
  last_error: z.string().nullable(),
  last_error_at: TimestampSchema.nullable(),
  log_level: z.enum(['debug', 'info', 'warn', 'error']),
  backends: z.array(HardwareLinkStatusSchema),
});
export type HardwareClientStatus = z.infer<typeof HardwareClientStatusSchema>;

/** So many bytes of a message are shown; what is longer is cut. */
export const SHOWN_MESSAGE_BYTES = 4096;

/** One message as the inspector shows it. `note` says why it was not taken, or what became of it. */
export const HardwareTrafficSchema = z.object({
  at: TimestampSchema,
  direction: z.enum(['in', 'out']),
  type: z.string().nullable(),
  /** The message as JSON, cut where it is long. */
  text: z.string(),
  bytes: z.int(),
  note: z.string().nullable(),
});
export type HardwareTraffic = z.infer<typeof HardwareTrafficSchema>;

export const HardwareLogLevelSchema = z.enum(['debug', 'info', 'warn', 'error']);
export type HardwareLogLevel = z.infer<typeof HardwareLogLevelSchema>;

export const HardwareLogLineSchema = z.object({
  at: TimestampSchema,
  level: HardwareLogLevelSchema,
  text: z.string(),
});
export type HardwareLogLine = z.infer<typeof HardwareLogLineSchema>;
