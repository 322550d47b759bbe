import { oc } from '@orpc/contract';
import { z } from 'zod';
import { FaultSchema } from './errors.ts';
import { NameSchema } from './names.ts';
import { ProtocolSchema } from './protocol.ts';

/** How a protocol of a pack stands in the show. */
export const PackedProtocolSchema = z.object({
  /** `edited`: the show's differs from the pack's, by an edit here or by a newer pack. */
  state: z.enum(['missing', 'same', 'edited']),
  offered: ProtocolSchema,
  /** As it stands; null where it is missing. */
  stored: ProtocolSchema.nullable(),
});

/** A pack that came with the app, beside what the show has of it. */
export const PackListingSchema = z.object({
  pack: NameSchema,
  title: z.string(),
  version: z.int(),
  protocols: z.array(PackedProtocolSchema),
});
export type PackListing = z.infer<typeof PackListingSchema>;

const base = oc.errors({
  not_found: { status: 404, data: FaultSchema },
  validation_error: { status: 400, data: FaultSchema },
  refused: { status: 403, data: FaultSchema },
  store_unavailable: { status: 503, data: FaultSchema },
});

export const packsContract = {
  list: base.route({ method: 'GET', path: '/packs' }).output(z.array(PackListingSchema)),
  /** Writes what is missing. Of what is there it replaces only what is named: edits are kept. `refused` to agents. */
  install: base
    .route({ method: 'POST', path: '/packs/{name}/install', inputStructure: 'detailed' })
    .input(
      z.object({
        params: z.object({ name: NameSchema }),
        body: z.object({ replace: z.array(NameSchema).max(1000).default([]) }).optional(),
      }),
    )
    .output(z.object({ written: z.array(z.string()), kept: z.array(z.string()) })),
};
