import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  ChevronsLeft,
  ChevronsRight,
  Pause,
  Play,
  SkipBack,
  SkipForward,
} from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { Move } from './viewer-keys.ts';

interface TransportProps {
  frame: number;
  last: number;
  isPlaying: boolean;
  /** Whether there is one before and one behind. */
  marks: { before: boolean; behind: boolean };
  onMove: (move: Move) => void;
}

/** The ways to go through a take; each has a key as well. */
export const Transport = ({ frame, last, isPlaying, marks, onMove }: TransportProps) => {
  const atStart = frame <= 0;
  const atEnd = frame >= last;
  const PlayIcon = isPlaying ? Pause : Play;
  return (
    <div className="transport" role="toolbar" aria-label="Go through the take">
      <IconButton
        icon={ChevronFirst}
        label="First frame (Home)"
        disabled={atStart}
        onClick={() => onMove({ to: 'first' })}
      />
      <IconButton
        icon={ChevronsLeft}
        label="1 second back (Ctrl+← or Page Down)"
        disabled={atStart}
        onClick={() => onMove({ ms: -1000 })}
      />
      <IconButton
        icon={ChevronLeft}
        label="1 frame back (←, with Shift 10)"
        disabled={atStart}
        onClick={() => onMove({ frames: -1 })}
      />
      <button
        type="button"
        className="btn transport-play"
        disabled={last <= 0}
        title="Space"
        onClick={() => onMove({ act: 'play' })}
      >
        <PlayIcon className="i i-14" aria-hidden />
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <IconButton
        icon={ChevronRight}
        label="1 frame on (→, with Shift 10)"
        disabled={atEnd}
        onClick={() => onMove({ frames: 1 })}
      />
      <IconButton
        icon={ChevronsRight}
        label="1 second on (Ctrl+→ or Page Up)"
        disabled={atEnd}
        onClick={() => onMove({ ms: 1000 })}
      />
      <IconButton
        icon={ChevronLast}
        label="Last frame (End)"
        disabled={atEnd}
        onClick={() => onMove({ to: 'last' })}
      />
      <span className="transport-gap" />
      <IconButton
        icon={SkipBack}
        label="Mark before (P)"
        disabled={!marks.before}
        onClick={() => onMove({ mark: -1 })}
      />
      <IconButton
        icon={SkipForward}
        label="Next mark (N)"
        disabled={!marks.behind}
        onClick={() => onMove({ mark: 1 })}
      />
    </div>
  );
};
