import type { OrderedPress } from '#shared/contract/buzzer.ts';
import { marginBetween } from '#shared/domain/press-order.ts';

/** Where a press stands on the axis; all in per cent of its width. */
export interface RaceMark {
  at: number;
  from: number;
  to: number;
}

export interface Race {
  marks: readonly RaceMark[];
  /** Milliseconds after the first, at even distances over the whole axis. */
  ticks: readonly number[];
}

const STEPS = [1, 2, 5];

/** A step of 1, 2 or 5 times a power of ten, so that four of them cover the span. */
const stepFor = (span: number): number => {
  const power = 10 ** Math.floor(Math.log10(span / 4));
  return (
    STEPS.map((step) => step * power).find((step) => step * 4 >= span * 0.999) ?? power * 10
  );
};

/** How exactly the moment of a press is known by itself. */
export const marginOf = (press: OrderedPress): number =>
  press.margin_ms + press.clock_margin_ms;

/** Presses on an axis of milliseconds after the first, each with its error. */
export const raceOf = (order: readonly OrderedPress[]): Race => {
  if (order.length === 0) return { marks: [], ticks: [] };
  const lows = order.map((press) => press.gap_ms - marginOf(press));
  const highs = order.map((press) => press.gap_ms + marginOf(press));
  const low = Math.min(...lows);
  const high = Math.max(...highs, low + 1);
  const step = stepFor(high - low);
  const start = Math.floor(low / step) * step;
  // Its start is moved to a whole step, so one step more may be needed.
  const steps = Math.max(4, Math.ceil((high - start) / step - 1e-9));
  const span = steps * step;
  const per = (ms: number): number => Math.round(((ms - start) / span) * 1000) / 10;
  return {
    marks: order.map((press) => ({
      at: per(press.gap_ms),
      from: per(press.gap_ms - marginOf(press)),
      to: per(press.gap_ms + marginOf(press)),
    })),
    ticks: Array.from({ length: steps + 1 }, (_, at) => start + at * step),
  };
};

/** `1`, or `2=` where somebody else may have been there as well. */
export const placeWords = ({ place, tied_with }: OrderedPress): string =>
  tied_with.length > 0 ? `${place}=` : String(place);

/** Two presses may be tied though their bars do not touch: one clock's error counts once. */
export const apartWords = (one: OrderedPress, other: OrderedPress): string =>
  `${Math.abs(other.gap_ms - one.gap_ms).toFixed(1)} ms apart, ± ${marginBetween(one, other).toFixed(1)} ms`;
