import { memo, type RefObject } from 'react';
import type { TakeMark, TakeView } from '#shared/contract/take-view.ts';
import { MarkLegend } from './MarkList.tsx';
import { kindOfMark, markWords, timecode } from './take-words.ts';

export type Axis = 'frame' | 'time';

type Timing = TakeView['timing'];

/** From where to where a mark is on the bar, in percent. */
export const spanOf = (
  { row, at_ms, gap_ms }: TakeMark,
  { rows, duration_ms }: Timing,
  axis: Axis,
): { left: number; width: number } => {
  if (axis === 'frame') return { left: (row / Math.max(1, rows - 1)) * 100, width: 0 };
  const percent = 100 / Math.max(1, duration_ms);
  return { left: (at_ms - gap_ms) * percent, width: gap_ms * percent };
};

const Marks = memo(({ timing, axis }: { timing: Timing; axis: Axis }) => (
  <div className="scrub-marks" aria-hidden>
    {timing.marks.map((mark) => {
      const { left, width } = spanOf(mark, timing, axis);
      return (
        <span
          key={mark.row}
          className="mark"
          data-kind={kindOfMark(mark)}
          title={`Frame ${mark.row}: ${markWords(mark)}`}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      );
    })}
  </div>
));
Marks.displayName = 'Marks';

interface ScrubBarProps {
  timing: Timing;
  axis: Axis;
  frame: number;
  /** Of the frame, in milliseconds since the first. */
  ms: number;
  slider: RefObject<HTMLInputElement | null>;
  onFrame: (frame: number) => void;
  onTime: (ms: number) => void;
}

/** All of the take: where one is, and where something is missing. */
export const ScrubBar = ({
  timing,
  axis,
  frame,
  ms,
  slider,
  onFrame,
  onTime,
}: ScrubBarProps) => {
  const last = Math.max(0, timing.rows - 1);
  const isFrame = axis === 'frame';
  return (
    <div className="scrub">
      <Marks timing={timing} axis={axis} />
      <input
        ref={slider}
        type="range"
        aria-label={isFrame ? 'Frame' : 'Time in the take'}
        aria-valuetext={`frame ${frame}, ${timecode(ms)}`}
        min={0}
        max={isFrame ? last : Math.ceil(timing.duration_ms)}
        step={1}
        value={isFrame ? frame : Math.round(ms)}
        disabled={last === 0}
        onChange={({ target }) =>
          isFrame ? onFrame(Number(target.value)) : onTime(Number(target.value))
        }
      />
      <div className="scrub-ends">
        <span className="fig">{isFrame ? '0' : timecode(0)}</span>
        <MarkLegend timing={timing} />
        <span className="fig">{isFrame ? last : timecode(timing.duration_ms)}</span>
      </div>
    </div>
  );
};
