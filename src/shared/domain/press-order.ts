import type { OrderedPress, TimedPress } from '../contract/buzzer.ts';

/** How far apart two presses must be before one of them was certainly earlier, in milliseconds. */
export const marginBetween = (one: TimedPress, other: TimedPress): number =>
  one.margin_ms +
  other.margin_ms +
  (one.clock === other.clock ? 0 : one.clock_margin_ms + other.clock_margin_ms);

const certainlyBefore = (one: TimedPress, other: TimedPress): boolean =>
  other.at_ms - one.at_ms > marginBetween(one, other);

const isTie = (one: TimedPress, other: TimedPress): boolean =>
  !certainlyBefore(one, other) && !certainlyBefore(other, one);

/**
 * Presses by the moment they were made. Two that are nearer than their margin are a tie and share a place.
 * A tie passes nothing on: with A and B tied, and B and C, A may still be certainly before C.
 */
export const orderPresses = (presses: readonly TimedPress[]): OrderedPress[] => {
  const sorted = presses.toSorted(
    (a, b) => a.at_ms - b.at_ms || (a.buzzer_id < b.buzzer_id ? -1 : 1),
  );
  const [first] = sorted;
  if (!first) return [];
  return sorted.map((press) => ({
    ...press,
    place: 1 + sorted.filter((other) => certainlyBefore(other, press)).length,
    gap_ms: press.at_ms - first.at_ms,
    gap_margin_ms: press === first ? 0 : marginBetween(first, press),
    tied_with: sorted
      .filter((other) => other !== press && isTie(other, press))
      .map(({ buzzer_id }) => buzzer_id),
  }));
};

/** The buzzer that was certainly before all others; null where there is none, or a tie. */
export const certainFirst = (order: readonly OrderedPress[]): string | null => {
  const firsts = order.filter(({ place }) => place === 1);
  return firsts.length === 1 ? (firsts[0]?.buzzer_id ?? null) : null;
};

const shown = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : String(Math.round(ms))} ms`;

/** The order in one sentence, the margin of error beside it. */
export const orderWords = (order: readonly OrderedPress[]): string => {
  const [first, second] = order;
  if (!first) return 'Nobody has pressed.';
  if (!second) return `${first.buzzer_id} pressed alone.`;
  const firsts = order.filter(({ place }) => place === 1);
  if (firsts.length === 1)
    return `${first.buzzer_id} was first, ${shown(second.gap_ms)} before ${second.buzzer_id} (± ${shown(second.gap_margin_ms)}).`;
  const last = firsts.at(-1) ?? second;
  const names = firsts.map(({ buzzer_id }) => buzzer_id);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} tie: ${shown(last.gap_ms)} apart, and the margin is ± ${shown(last.gap_margin_ms)}.`;
};
