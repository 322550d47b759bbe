import type { PressSource, TimedPress } from '#shared/contract/buzzer.ts';
import type { Pressed } from './buzzer-messages.ts';
import { SOURCE_MARGIN_MS, UNTOLD_MARGIN_MS, type PressDetails } from './press-input.ts';

/** What is older is no press of now. */
export const OLDEST_PRESS_MS = 2000;
/** Two readings of one wall clock. */
const GRAIN_MS = 1;

/** How far the clock that presses are compared on is ahead of this machine's. `marginMs` null: it is this machine's. */
export interface Reference {
  offsetMs: number;
  marginMs: number | null;
}

export interface Moment {
  at: number;
  marginMs: number;
  basis: TimedPress['basis'];
}

/** When a press of this machine was made, on its clock. Null where it is too old to be one of now. */
export const momentOf = (
  { source = 'other', at, marginMs }: PressDetails,
  now: number,
): Moment | null => {
  const exact = marginMs ?? SOURCE_MARGIN_MS[source];
  if (at === undefined || !Number.isFinite(at) || at > now + GRAIN_MS) {
    const half = exact + UNTOLD_MARGIN_MS;
    return { at: now - half, marginMs: half, basis: 'arrival' };
  }
  if (now - at > OLDEST_PRESS_MS) return null;
  return { at, marginMs: exact, basis: 'clock' };
};

/** A press of this client as it is compared with others. */
export const ownPress = (
  buzzer_id: string,
  client_id: string,
  source: PressSource,
  { at, marginMs, basis }: Moment,
  reference: Reference,
): TimedPress => ({
  buzzer_id,
  client_id,
  source,
  at_ms: at + reference.offsetMs,
  margin_ms: marginMs,
  clock: 'here',
  clock_margin_ms: reference.marginMs ?? 0,
  basis,
});

/**
 * A press of another client. Its own time counts where both clocks are measured and it is plausible; else it was made
 * within the grace window before it arrived, and is put in the middle of that.
 */
export const othersPress = (
  pressed: Pressed,
  sender: string,
  now: number,
  reference: Reference,
  graceMs: number,
): TimedPress => {
  const { timestamp, clock_offset_ms, clock_margin_ms, source } = pressed;
  const client_id = pressed.client_id ?? sender;
  const here = now + reference.offsetMs;
  const base = { buzzer_id: pressed.buzzerId, client_id, source, clock: client_id };
  if (
    reference.marginMs !== null &&
    typeof timestamp === 'number' &&
    typeof clock_offset_ms === 'number' &&
    typeof clock_margin_ms === 'number'
  ) {
    const at_ms = timestamp + clock_offset_ms;
    const margin_ms = pressed.margin_ms ?? SOURCE_MARGIN_MS[source];
    const slack = margin_ms + clock_margin_ms + reference.marginMs + GRAIN_MS;
    if (at_ms <= here + slack && here - at_ms <= OLDEST_PRESS_MS + slack)
      return { ...base, at_ms, margin_ms, clock_margin_ms, basis: 'clock' };
  }
  const half = graceMs / 2;
  return {
    ...base,
    at_ms: here - half,
    margin_ms: half,
    // What it is compared on is where it arrived: this machine's clock.
    clock: 'here',
    clock_margin_ms: reference.marginMs ?? 0,
    basis: 'arrival',
  };
};
