import { z } from 'zod';

/**
 * One service of a device, as a probe found it. `on`: it answered or greeted; `connects`: it takes connections and said
 * nothing; `off`: it is there and says that it is switched off; `closed`: refused, or no way to it; `silent`: no answer in
 * time; `unproved`: datagrams, which nothing answers, so none was sent.
 */
export const ProbedServiceSchema = z.object({
  service: z.enum(['http', 'satellite', 'tcp', 'osc', 'udp', 'obs']),
  port: z.int(),
  state: z.enum(['on', 'connects', 'off', 'closed', 'silent', 'unproved']),
  /** Until the first byte of an answer, or until the connection stood. Milliseconds. */
  latency_ms: z.number().nullable(),
  /** What it said, in a few words. */
  words: z.string(),
});
export type ProbedService = z.infer<typeof ProbedServiceSchema>;

/** What answers at a device's address. */
export const ProbeReportSchema = z.object({
  device_id: z.string(),
  at: z.string(),
  host: z.string(),
  /** `Companion 5.1.0`, `an HTTP server`, `nothing answers`. */
  what: z.string(),
  /** Null where it is none, or did not say. */
  companion_version: z.string().nullable(),
  satellite_api: z.string().nullable(),
  /** Of obs-websocket; null where it is no OBS. */
  obs_version: z.string().nullable().default(null),
  services: z.array(ProbedServiceSchema),
});
export type ProbeReport = z.infer<typeof ProbeReportSchema>;
