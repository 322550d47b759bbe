import { OctagonAlert, Undo2 } from 'lucide-react';
import { useHold } from './use-hold.ts';

interface HoldButtonProps {
  does: 'panic' | 'lift';
  /** While the engine has not answered yet. */
  isAsked: boolean;
  fire: () => void;
}

const HOLD_MS = 600;

const wordsFor = (does: HoldButtonProps['does'], isAsked: boolean, leftMs: number | null) => {
  if (leftMs !== null) return `${(leftMs / 1000).toFixed(1)} s more`;
  if (isAsked) return does === 'panic' ? 'stopping' : 'lifting';
  return 'hold 0.6 s';
};

/** Black and white, always in the same corner. Held long enough it stops everything, or lifts that. */
export const HoldButton = ({ does, isAsked, fire }: HoldButtonProps) => {
  const { leftMs, handlers } = useHold(HOLD_MS, fire);
  const Icon = does === 'panic' ? OctagonAlert : Undo2;
  const name = does === 'panic' ? 'PANIC' : 'LIFT';
  return (
    <button
      type="button"
      className="panic"
      data-hold={leftMs !== null || undefined}
      data-on={does === 'lift' || undefined}
      aria-label={
        does === 'panic'
          ? 'Panic: hold to stop everything'
          : 'Lift the panic: hold to let others fire again'
      }
      aria-keyshortcuts={does === 'panic' ? 'Control+Shift+Escape' : undefined}
      title={
        does === 'panic'
          ? 'Hold 0.6 s, or press Ctrl+Shift+Esc: stops everything at once'
          : 'Hold 0.6 s: agents, hardware and API clients can fire again'
      }
      {...handlers}
    >
      <Icon className="i" aria-hidden />
      <span className="p-t">
        <b>{name}</b>
        <span>{wordsFor(does, isAsked, leftMs)}</span>
      </span>
    </button>
  );
};
