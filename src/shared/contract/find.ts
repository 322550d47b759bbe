import { z } from 'zod';

/** Where devices may be looked for: this machine, or the private network of one of its interfaces. */
export const NetworkSchema = z.object({
  /** `192.168.1.0/24`; `127.0.0.1` for this machine. */
  id: z.string(),
  /** The interface: `eth0`, `Ethernet`. */
  name: z.string(),
  /** This machine's own address there. */
  address: z.string(),
  hosts: z.int(),
  /** The interface's own range where it is larger than what is asked; null where all of it is asked. */
  part_of: z.string().nullable(),
});
export type Network = z.infer<typeof NetworkSchema>;

export const FoundServiceSchema = z.enum(['companion', 'satellite', 'vmix', 'obs', 'qlab']);
export type FoundService = z.infer<typeof FoundServiceSchema>;

/** What would be asked, said before anything is. */
export const NetworksSchema = z.object({
  networks: z.array(NetworkSchema),
  /** Interfaces that are not asked, and why. */
  left_out: z.array(z.object({ name: z.string(), address: z.string(), why: z.string() })),
  ports: z.array(z.object({ port: z.int(), service: FoundServiceSchema })),
});
export type Networks = z.infer<typeof NetworksSchema>;

/** Networks by their ids, as the list of them has them. */
export const FindAskSchema = z.object({ networks: z.array(z.string().max(64)).min(1).max(32) });

export const FoundSchema = z.object({
  host: z.string(),
  port: z.int(),
  service: FoundServiceSchema,
  /** `Companion 5.1.0`, `takes connections at QLab’s port`. */
  what: z.string(),
  /** It said by itself what it is; else only its port speaks for it. */
  is_sure: z.boolean(),
  latency_ms: z.number(),
  /** For a device there. */
  connection_url: z.string(),
  device_type: z.string(),
});
export type Found = z.infer<typeof FoundSchema>;

/** `total` ports are knocked at; the last event says how it ended. */
export const FindEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('asked'), asked: z.int(), total: z.int() }),
  z.object({ type: z.literal('found'), found: FoundSchema }),
  z.object({
    type: z.literal('done'),
    asked: z.int(),
    total: z.int(),
    took_ms: z.number(),
    /** False where the time was over first. */
    is_whole: z.boolean(),
  }),
]);
export type FindEvent = z.infer<typeof FindEventSchema>;
