import { z } from 'zod';
import { TimestampSchema } from './names.ts';

/** What is wrong in a mapping file, where it stands, and what to write. Line and column count from 1. */
export const MappingFaultSchema = z.object({
  line: z.int().min(1),
  column: z.int().min(1),
  /** The way to it, such as `to_osc[0].send.args[1].type`; empty for the file as a whole. */
  path: z.string(),
  message: z.string(),
  hint: z.string(),
});
export type MappingFault = z.infer<typeof MappingFaultSchema>;

/** The most that a mapping file may hold, in bytes. */
export const MOST_MAPPING_BYTES = 64 * 1024;

/** The text of a mapping file, with what is wrong in it, whatever is in use. */
export const MappingTextSchema = z.object({
  file: z.string(),
  /** Which text of the file this is; a save gives it back. */
  stamp: z.string(),
  /** Null where there is none that can be shown: `faults` says why. Empty where there is no file yet. */
  text: z.string().nullable(),
  faults: z.array(MappingFaultSchema),
});
export type MappingText = z.infer<typeof MappingTextSchema>;

export const MappingDraftSchema = z.object({ text: z.string().max(MOST_MAPPING_BYTES) });

/** A mapping as it is to be stored. `stamp`: of the text that it was made from. */
export const MappingSaveSchema = MappingDraftSchema.extend({ stamp: z.string().max(200) });

/** A mapping file as it stands. With `faults` the mapping of `loaded_at` goes on; null: none was ever right. */
export const MappingStatusSchema = z.object({
  file: z.string(),
  /** Which text was read last, as in `MappingTextSchema`; empty before the first. */
  stamp: z.string(),
  loaded_at: TimestampSchema.nullable(),
  /** Rules in use, one number for each direction. */
  to_osc: z.int(),
  to_websocket: z.int(),
  faults: z.array(MappingFaultSchema),
  /** In one sentence, for the operator. */
  words: z.string(),
});
export type MappingStatus = z.infer<typeof MappingStatusSchema>;

/** What an OSC bridge has done since it was started. */
export const OscBridgeStatusSchema = z.object({
  mapping: MappingStatusSchema,
  /** Where it listens, such as `udp 127.0.0.1:9000`; null where it does not. */
  receiving: z.string().nullable(),
  sending: z.string().nullable(),
  /** What keeps it from listening, and what to do. */
  listen_error: z.string().nullable(),
  osc_in: z.int(),
  osc_out: z.int(),
  /** OSC that no rule wants, and messages that no rule wants. */
  unmatched_in: z.int(),
  unmatched_out: z.int(),
  /** What was no OSC, did not fit its rule, or could not be sent. */
  failed: z.int(),
  /** Came back from where it had been sent to, and was not sent again. */
  loops_stopped: z.int(),
  /** More often than the mapping's `per_second`. */
  rate_stopped: z.int(),
  last_error: z.string().nullable(),
});
export type OscBridgeStatus = z.infer<typeof OscBridgeStatusSchema>;
