import {
  ArrowRight,
  Ban,
  Check,
  CircleDot,
  Hourglass,
  Lock,
  Minus,
  Square,
  X,
  type LucideIcon,
} from 'lucide-react';

const MARKS: Record<string, LucideIcon> = {
  ok: Check,
  sent: ArrowRight,
  failed: X,
  skipped: Minus,
  refused: Ban,
  expired: Hourglass,
  cancelled: Square,
  pressed: CircleDot,
  holding: Lock,
  armed: Lock,
  confirm: Lock,
  let_go: Lock,
};

const Question = () => (
  <svg className="i" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden>
    <path
      d="M7.5 8.5a4.5 4.5 0 1 1 6.3 4.1c-1.2.6-1.8 1.4-1.8 2.6v.3M12 20v.1"
      strokeLinecap="round"
    />
  </svg>
);

/** A quarter done, as on a clock: it still moves, and nothing on the screen spins. */
const Running = () => (
  <svg className="i" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 3a9 9 0 0 1 9 9h-9z" fill="currentColor" />
  </svg>
);

/** The shape of an outcome. Its word always stands beside it. */
export const OutcomeMark = ({ of }: { of: string }) => {
  if (of === 'unknown') return <Question />;
  if (of === 'running') return <Running />;
  const Mark = MARKS[of];
  return Mark ? <Mark className="i" aria-hidden /> : null;
};
