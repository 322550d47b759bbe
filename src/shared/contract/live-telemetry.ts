import { z } from 'zod';
import type { Outcome } from './execution.ts';

export const SAMPLE_MS = 1000;
/** Ten minutes. */
export const SAMPLES_KEPT = 600;

export const QUANTILES = ['p50', 'p95', 'p99'] as const;
export type Quantile = (typeof QUANTILES)[number];
export type LatencyBy = 'device' | 'transport';

/** The series by name; the unit stands at the end of each, `per_s` where it is a rate. */
export const SERIES = {
  /** Finished executions of one outcome, per second. */
  executions: (outcome: Outcome) => `executions/${outcome}/per_s`,
  /** From the connection to the reply, of a datagram until it left; without the waits in our own queues. */
  latency: (by: LatencyBy, of: string, quantile: Quantile) =>
    `latency/${by}/${of}/${quantile}/ms`,
  retries: 'retries/per_s',
  /** Commands that wait for their turn at a target. */
  queueDepth: 'queue/commands',
  /** A round trip to Redis. No value while it is away. */
  store: 'redis/ms',
  /** Of one core: more than 100 where several are busy. */
  cpu: 'cpu/percent',
  /** Resident, of the process that holds the engine. */
  memory: 'memory/bytes',
  /** How late a timer of the engine came, p99. */
  loopDelay: 'loop/p99/ms',
} as const;

/**
 * The past first: times in milliseconds since 1970, and per series one value for each, null where there was
 * none. Then each second's sample as it is taken, with only the series that have a value. A new `past`
 * replaces everything.
 */
export const TelemetryEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('past'),
    times: z.array(z.number()),
    series: z.record(z.string(), z.array(z.number().nullable())),
  }),
  z.object({
    type: z.literal('sample'),
    at: z.number(),
    values: z.record(z.string(), z.number()),
  }),
]);
export type TelemetryEvent = z.infer<typeof TelemetryEventSchema>;
