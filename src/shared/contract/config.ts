import { z } from 'zod';
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
  enable_state_tracking: z.boolean().default(true),
  enable_macros: z.boolean().default(true),
  pacing: PacingSchema.prefault({}),
  /** The audit stream is trimmed to about this many entries. */
  audit_max_entries: z.int().min(100).max(10_000_000).default(100_000),
});
export type BridgeConfig = z.infer<typeof BridgeConfigSchema>;
