import { oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './common-errors.ts';
import { NameSchema, TimestampSchema } from './names.ts';
import { ProtocolSchema } from './protocol.ts';

const ValueSchema = z.record(z.string(), z.unknown());

/**
 * `mcr:companion:pack:{pack}`: what a show took from a pack. `protocols` holds each as it came, so that an edit made here
 * is told from a change that a newer pack brings.
 */
export const InstalledPackSchema = z.looseObject({
  pack: NameSchema,
  version: z.int(),
  installed_at: TimestampSchema.optional(),
  protocols: z.record(z.string(), ValueSchema).default({}),
  /** The last install, so that it can be taken back. */
  undo: z
    .looseObject({
      /** Null where the pack was not installed before. */
      version: z.int().nullable(),
      protocols: z.record(z.string(), ValueSchema),
      /** What stood where it wrote; null where nothing did. */
      before: z.record(z.string(), ValueSchema.nullable()),
      wrote: z.record(z.string(), ValueSchema),
    })
    .nullish(),
});
export type InstalledPack = z.infer<typeof InstalledPackSchema>;

/**
 * How a protocol of a pack stands in the show. `newer`: nobody edited it, the pack brings a change; `edited`: edited here,
 * the pack brings nothing new; `both`: edited here, and the pack brings a change.
 */
export const PackStateSchema = z.enum(['missing', 'same', 'newer', 'edited', 'both']);
export type PackState = z.infer<typeof PackStateSchema>;

export const PackedProtocolSchema = z.object({
  state: PackStateSchema,
  offered: ProtocolSchema,
  /** As it stands; null where it is missing. */
  stored: ProtocolSchema.nullable(),
  /** As it came from the pack; null where nobody knows. */
  base: ValueSchema.nullable(),
  /** Of what stands; an install that names it changes nothing else. */
  revision: z.string().nullable(),
});

/** A pack that came with the app, beside what the show has of it. */
export const PackListingSchema = z.object({
  pack: NameSchema,
  title: z.string(),
  version: z.int(),
  /** Null where it was never installed as a whole, or by a version that did not write it down. */
  installed_version: z.int().nullable(),
  protocols: z.array(PackedProtocolSchema),
});
export type PackListing = z.infer<typeof PackListingSchema>;

/** `stale`: changed since the caller looked, and left as they are. */
export const PackInstalledSchema = z.object({
  written: z.array(z.string()),
  kept: z.array(z.string()),
  stale: z.array(z.string()),
});
export type PackInstalled = z.infer<typeof PackInstalledSchema>;

const InstallBodySchema = z.object({
  /** Edited ones that give way to the pack's. */
  replace: z.array(NameSchema).max(1000).default([]),
  /** Ones that the pack would bring up to date, and that stay as they are. */
  leave: z.array(NameSchema).max(1000).default([]),
  /** The revisions that the caller saw, by name: what stands at another one now is left alone. */
  revisions: z.record(NameSchema, z.string()).default({}),
});
export type PackInstallBody = z.infer<typeof InstallBodySchema>;

const base = oc.errors(commonErrors);
const named = z.object({ name: NameSchema });

export const packsContract = {
  list: base.route({ method: 'GET', path: '/packs' }).output(z.array(PackListingSchema)),
  /**
   * Writes what is missing and brings up to date what is there: where it was edited here, the pack's changes go into the
   * fields that were not. Only what is named in `replace` loses its edits. `refused` to agents.
   */
  install: base
    .route({ method: 'POST', path: '/packs/{name}/install', inputStructure: 'detailed' })
    .input(z.object({ params: named, body: InstallBodySchema.optional() }))
    .output(PackInstalledSchema),
  /** Takes the last install back, save where somebody has changed what it wrote. `refused` to agents. */
  undo: base
    .route({ method: 'POST', path: '/packs/{name}/undo', inputStructure: 'detailed' })
    .input(z.object({ params: named }))
    .output(z.object({ restored: z.array(z.string()), kept: z.array(z.string()) })),
};
