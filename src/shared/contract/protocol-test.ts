import { z } from 'zod';
import { NameSchema } from './names.ts';

/** One send of a stored protocol to a device, without an intent. */
export const ProtocolTestBodySchema = z.object({
  device_id: NameSchema,
  variables: z.record(z.string(), z.unknown()).default({}),
  timeout_ms: z.int().min(1).max(600_000).optional(),
  /** Resolve everything, send nothing. */
  dry_run: z.boolean().optional(),
});
export type ProtocolTestBody = z.infer<typeof ProtocolTestBodySchema>;
