import { z } from 'zod';
import { TakeSchema } from './camera.ts';

export const TakeFileNameSchema = z
  .string()
  .regex(
    /^(?!\.)[A-Za-z0-9._-]{1,240}\.mkv$/,
    'Use the name of a take as GET /api/takes lists it, ending in .mkv.',
  );

/** Which of two takes of one name, where two output folders have one each. */
export const TakeFolderSchema = z
  .string()
  .regex(/^[0-9a-f]{8}$/, 'Use the folder of a take as GET /api/takes lists it.');

/** A take as the list has it. */
export const TakeListingSchema = TakeSchema.extend({
  codec: z.string().nullable(),
  /** The file with its whole path on the machine that records. */
  path: z.string(),
  /** Stands for its folder. */
  folder: TakeFolderSchema,
  /** Why its JSON can't be read: then the other fields are what the name of the file tells. Else null. */
  problem: z.string().nullable(),
});
export type TakeListing = z.infer<typeof TakeListingSchema>;

/** What stands out in a take: frames that were lost before a row, or a long time without any. */
export const TakeMarkSchema = z.object({
  /** The first row after it. */
  row: z.int(),
  /** Of that row, in milliseconds since the first. */
  at_ms: z.number(),
  /** Between the row before and this one. */
  gap_ms: z.number(),
  dropped: z.int(),
  /** `paused`, `queue_full`, `bad_frame`, `stalled`, …; `no_frame` where nobody said why. */
  reason: z.string(),
});
export type TakeMark = z.infer<typeof TakeMarkSchema>;

/**
 * All rows in at most 2000 buckets of `rows_per_bucket` each, in columns. Times in milliseconds since the first row;
 * gaps are those in front of a row of the bucket, pauses included.
 */
export const TakeOverviewSchema = z.object({
  rows_per_bucket: z.int(),
  /** Of each bucket's first row. */
  at_ms: z.array(z.number()),
  max_gap_ms: z.array(z.number()),
  dropped: z.array(z.int()),
  max_queue_depth: z.array(z.int()),
});
export type TakeOverview = z.infer<typeof TakeOverviewSchema>;

/** A take with what a viewer needs. `timing.rows`: as they are in the timing CSV now. */
export const TakeViewSchema = TakeListingSchema.extend({
  /** Changes when the file does: as `?v=` of a frame it makes that frame last in every cache. */
  version: z.string(),
  timing: z.object({
    rows: z.int(),
    /** From the first row to the last. */
    duration_ms: z.number(),
    /** Of the first row, milliseconds since 1970; null without rows. */
    first_utc_ms: z.number().nullable(),
    overview: TakeOverviewSchema,
    marks: z.array(TakeMarkSchema),
    /** Of more than 1000 marks the later ones are left out; the overview has them. */
    marks_left_out: z.int(),
  }),
});
export type TakeView = z.infer<typeof TakeViewSchema>;

export const MOST_ROWS_AT_ONCE = 2000;

/** Rows in columns, the first being row `from`. Times in milliseconds: since the first row, and since 1970. */
export const TakeRowsSchema = z.object({
  from: z.int(),
  ms: z.array(z.number()),
  utc_ms: z.array(z.number()),
  /** The source's own timestamp in seconds, where it has one. */
  source_pts: z.array(z.number().nullable()),
  queue_depth: z.array(z.int()),
  /** Frames lost since the row above. */
  dropped_before: z.array(z.int()),
});
export type TakeRows = z.infer<typeof TakeRowsSchema>;

export const TakeAskSchema = z.object({
  params: z.object({ file: TakeFileNameSchema }),
  query: z.object({ folder: TakeFolderSchema.optional() }).optional(),
});

/** `at_ms` in place of `from`: the row that is nearest to that time comes first. */
export const TakeRowsAskSchema = z.object({
  params: z.object({ file: TakeFileNameSchema }),
  query: z
    .object({
      folder: TakeFolderSchema.optional(),
      from: z.coerce.number().int().min(0).optional(),
      at_ms: z.coerce.number().optional(),
      count: z.coerce.number().int().min(1).max(MOST_ROWS_AT_ONCE).optional(),
    })
    .optional(),
});
