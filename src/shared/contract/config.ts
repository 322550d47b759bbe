import { z } from 'zod';
import { CamerasConfigSchema } from './camera.ts';
import { PortSchema } from './names.ts';

/** Smallest spacing between two sends, in milliseconds. Nothing is dropped: a send waits its turn. */
export const PacingSchema = z.looseObject({
  /** Between two presses of one button: Companion drops a second press within about 20 ms. */
  button_gap_ms: z.number().min(0).max(10_000).default(30),
  /** Between two sends to one HTTP or TCP target. */
  target_gap_ms: z.number().min(0).max(10_000).default(0),
  /** Between two datagrams (OSC over UDP, UDP) to one target: bursts get lost on the way. */
  datagram_gap_ms: z.number().min(0).max(10_000).default(30),
});

/** A target that failed so often in a row is left alone for a while, then probed by one command. */
export const BreakerSchema = z.looseObject({
  failures: z.int().min(1).max(1000).default(5),
  open_ms: z.int().min(10).max(600_000).default(5000),
});

/** Looks from time to time whether the devices are there, without a command. */
export const HealthChecksSchema = z.looseObject({
  enabled: z.boolean().default(true),
  /** Each device is looked at once in this time. Milliseconds. */
  every_ms: z.int().min(500).max(3_600_000).default(10_000),
  /** How many are looked at in one moment, at most. */
  at_once: z.int().min(1).max(64).default(8),
  /** After so many in a row that found nothing, what is known of a device is stale. */
  stale_after: z.int().min(1).max(100).default(3),
});

/** At most `points` executions within `per_ms`. */
export const RateLimitSchema = z.looseObject({
  points: z.int().min(1).max(1_000_000),
  per_ms: z.int().min(10).max(86_400_000),
});
export type RateLimit = z.infer<typeof RateLimitSchema>;

/**
 * `origins`: by origin (`agent:cam`) or its kind (`agent`); each origin of a kind has its own count.
 * `targets`: by device id, or `*` for each device by itself.
 */
export const RateLimitsSchema = z.looseObject({
  origins: z.record(z.string(), RateLimitSchema).default({}),
  targets: z.record(z.string(), RateLimitSchema).default({}),
});

/** How much of each master state's history is kept, about. */
export const MasterHistorySchema = z.looseObject({
  max_entries: z.int().min(10).max(1_000_000).default(1000),
  max_bytes: z.int().min(10_000).max(1_000_000_000).default(32_000_000),
});

/**
 * gRPC of the desktop app, read when it starts; the headless host has options for it. Files are PEM, empty for none:
 * `cert` and `key` make it TLS, and with `client_ca` clients show a certificate too.
 */
export const GrpcConfigSchema = z.looseObject({
  enabled: z.boolean().default(false),
  host: z.string().min(1).default('127.0.0.1'),
  port: PortSchema.default(50_051),
  cert: z.string().default(''),
  key: z.string().default(''),
  client_ca: z.string().default(''),
});

/** `mcr:bridge:companion:config`. Defaults are Companion's own, not the seed's example ports. */
export const BridgeConfigSchema = z.looseObject({
  show_name: z.string().max(80).default('Untitled show'),
  host: z.string().min(1).default('127.0.0.1'),
  port: PortSchema.default(8000),
  protocol: z.enum(['http', 'https']).default('http'),
  osc_port: PortSchema.default(12321),
  tcp_port: PortSchema.default(16759),
  udp_port: PortSchema.default(16759),
  timeout_ms: z.int().min(1).max(600_000).default(5000),
  /** How long a connection may take to open, at most; never more than `timeout_ms`. */
  connect_timeout_ms: z.int().min(1).max(60_000).default(2000),
  retry_attempts: z.int().min(1).max(20).default(3),
  retry_backoff_ms: z.int().min(0).max(60_000).default(1000),
  retry_backoff_multiplier: z.number().min(1).max(10).default(2),
  retry_max_backoff_ms: z.int().min(0).max(600_000).default(10_000),
  enable_state_tracking: z.boolean().default(true),
  enable_macros: z.boolean().default(true),
  pacing: PacingSchema.prefault({}),
  /** Commands that may wait for one target; the next is refused. */
  queue_limit: z.int().min(1).max(10_000).default(200),
  debounce_ms: z.number().min(0).max(2000).default(50),
  breaker: BreakerSchema.prefault({}),
  health_checks: HealthChecksSchema.prefault({}),
  rate_limits: RateLimitsSchema.prefault({}),
  /** A macro with more steps is refused. */
  macro_max_steps: z.int().min(1).max(10_000).default(1000),
  cameras: CamerasConfigSchema.prefault({}),
  /** What the traces of one outcome may take in Redis, in bytes. */
  trace_max_bytes: z.int().min(100_000).max(1_000_000_000).default(32_000_000),
  master_history: MasterHistorySchema.prefault({}),
  grpc: GrpcConfigSchema.prefault({}),
  /** The audit stream is trimmed to about this many entries. */
  audit_max_entries: z.int().min(100).max(10_000_000).default(100_000),
});
export type BridgeConfig = z.infer<typeof BridgeConfigSchema>;
