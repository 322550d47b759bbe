import { Check, Circle, LifeBuoy, Pause, Scale, X } from 'lucide-react';
import type { TakeListing } from '#shared/contract/take-view.ts';
import type { RunningTake } from './running.ts';

export const Verdict = ({ of }: { of: TakeListing['verdict'] }) => (
  <span className="verdict" data-verdict={of}>
    {of === 'PASS' ? (
      <Check className="i i-14" aria-hidden />
    ) : (
      <X className="i i-14" aria-hidden />
    )}
    {of}
  </span>
);

const RUNNING = {
  recording: { word: 'REC', icon: Circle },
  paused: { word: 'PAUSED', icon: Pause },
  judging: { word: 'judging', icon: Scale },
};

/** Of a take that has no verdict yet. */
export const RunningMark = ({ of }: { of: RunningTake['state'] }) => {
  const { word, icon: Icon } = RUNNING[of];
  return (
    <span className="verdict" data-verdict={of}>
      <Icon className="i i-14" aria-hidden />
      {word}
    </span>
  );
};

/** Of a take that a crash left and that was finished at the next start. */
export const RecoveredMark = () => (
  <span className="chip" title="The app ended while it wrote. What there was has been kept.">
    <LifeBuoy className="i i-14" aria-hidden />
    recovered
  </span>
);
