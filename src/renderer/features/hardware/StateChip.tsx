import { Check, Ellipsis, Square, Timer, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { HardwareState } from '#shared/contract/hardware.ts';
import { toneOf } from './client-words.ts';

const MARKS: Record<HardwareState, LucideIcon> = {
  open: Check,
  stale: TriangleAlert,
  waiting: Timer,
  connecting: Ellipsis,
  stopped: Square,
};

/** The state of a client, or how many are in it: shape, word, then colour. */
export const StateChip = ({ state, count }: { state: HardwareState; count?: number }) => {
  const Mark = MARKS[state];
  return (
    <span className="chip hw-state" data-tone={toneOf(state)}>
      <Mark className="i" aria-hidden />
      {count === undefined ? state : `${count} ${state}`}
    </span>
  );
};
