import { z } from 'zod';

/** What a press was made with. It decides how exactly its moment is known. */
export const PressSourceSchema = z.enum(['gpio', 'keyboard', 'pointer', 'gamepad', 'other']);
export type PressSource = z.infer<typeof PressSourceSchema>;

/** As a person or a pin names it. Shown, compared and sent; never part of a key or a path. */
export const BuzzerIdSchema = z
  .string()
  .min(1, 'Give the buzzer a name.')
  .max(64, 'A name of a buzzer has 64 characters at most.');

/**
 * One press with the moment it was made. `at_ms`: milliseconds since 1970 on the clock that all presses of a
 * round are compared on. The moment lies within `at_ms` ± (`margin_ms` + `clock_margin_ms`).
 */
export const TimedPressSchema = z.object({
  buzzer_id: BuzzerIdSchema,
  client_id: z.string(),
  source: PressSourceSchema,
  at_ms: z.number(),
  /** How exactly the source knows the moment on its own clock. */
  margin_ms: z.number().nonnegative(),
  /** Whose clock read it. Between two presses of one clock the clock's own error counts for nothing. */
  clock: z.string(),
  /** How exactly that clock's offset is known. */
  clock_margin_ms: z.number().nonnegative(),
  /** `arrival`: no clock could be trusted; it is put in the middle of when it can have been. */
  basis: z.enum(['clock', 'arrival']),
});
export type TimedPress = z.infer<typeof TimedPressSchema>;

/** A press with its place. `place` is 1 plus the presses that were certainly earlier: ties share a place. */
export const OrderedPressSchema = TimedPressSchema.extend({
  place: z.int().min(1),
  /** Behind the press that is listed first. */
  gap_ms: z.number().nonnegative(),
  /** How large that gap must be to mean something. */
  gap_margin_ms: z.number().nonnegative(),
  /** Buzzers whose press may as well have been before as after this one. */
  tied_with: z.array(BuzzerIdSchema),
});
export type OrderedPress = z.infer<typeof OrderedPressSchema>;

/** `open`: the grace window lasts, an earlier press may still arrive. */
export const PressRoundSchema = z.object({
  round: z.int(),
  state: z.enum(['waiting', 'open', 'final']),
  order: z.array(OrderedPressSchema),
  /** The one that was certainly first, once the round is final. Null: nobody yet, or a tie. */
  first: BuzzerIdSchema.nullable(),
  /** Presses that came after the grace window: the result stands. */
  late: z.array(TimedPressSchema.extend({ would_have_been_first: z.boolean() })),
  /** The result in one sentence. */
  words: z.string(),
});
export type PressRound = z.infer<typeof PressRoundSchema>;
