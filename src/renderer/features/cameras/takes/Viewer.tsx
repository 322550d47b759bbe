import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { TakeView } from '#shared/contract/take-view.ts';
import { announce } from '../../../state/announcer.ts';
import { ScrollRegion } from '../../../ui/ScrollRegion.tsx';
import { keyOfTake } from './filter-takes.ts';
import { FrameFigures } from './FrameFigures.tsx';
import { GoTo } from './GoTo.tsx';
import { MarkList } from './MarkList.tsx';
import { markFrom, msOf, rowNear, rowOf } from './rows.ts';
import { ScrubBar, type Axis } from './ScrubBar.tsx';
import { Stage } from './Stage.tsx';
import { TakeFacts } from './TakeFacts.tsx';
import type { Place } from './take-words.ts';
import { returnToList, selectTake } from './takes-store.ts';
import { Transport } from './Transport.tsx';
import { useFrame } from './use-frame.ts';
import { usePlay } from './use-play.ts';
import { askRows, useRows } from './use-rows.ts';
import { VerdictWords } from './VerdictWords.tsx';
import { moveOf, type Move } from './viewer-keys.ts';

interface ViewerProps {
  take: TakeView;
  /** Where the address names it. */
  folder: string | undefined;
  /** The frame that the address names. */
  addressed: number;
}

const AxisPick = ({ axis, choose }: { axis: Axis; choose: (axis: Axis) => void }) => (
  <div className="seg" role="radiogroup" aria-label="What the bar is divided by">
    {(['frame', 'time'] as const).map((one) => (
      <label key={one}>
        <input
          type="radio"
          className="sr"
          name="axis"
          checked={axis === one}
          onChange={() => choose(one)}
        />
        {one === 'frame' ? 'Frames' : 'Time'}
      </label>
    ))}
  </div>
);

/** True where keys are for what one types or chooses. */
const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type="range"]), select, textarea');

/** A take, frame by frame. */
export const Viewer = ({ take, folder, addressed }: ViewerProps) => {
  const { timing, file } = take;
  const last = Math.max(0, timing.rows - 1);
  const [, go] = useLocation();
  const slider = useRef<HTMLInputElement>(null);
  const [axis, setAxis] = useState<Axis>('frame');
  const [frame, show] = useFrame({ file, folder, addressed, last });
  const pages = useRows(take, frame);
  const at = useCallback((row: number) => msOf(timing, pages, row), [timing, pages]);
  const near = useCallback((ms: number) => rowNear(timing, pages, ms), [timing, pages]);
  const [isPlaying, play] = usePlay({ frame, last, msOf: at, frameNear: near, show });

  useEffect(() => slider.current?.focus({ preventScroll: true }), []);
  const key = keyOfTake(take);
  useEffect(() => selectTake(key), [key]);

  const goTo = (to: number): void => {
    play(false);
    show(Math.min(last, Math.max(0, to)));
  };
  const goToPlace = async (place: Place): Promise<void> => {
    if ('frame' in place) {
      if (place.frame > last) announce('take', `The last frame is ${last}.`);
      return goTo(place.frame);
    }
    const rows = await askRows(take, { at_ms: place.ms, count: 1 }).catch(() => null);
    goTo(rows?.from ?? near(place.ms));
  };
  const move = (to: Move): void => {
    if ('frames' in to) return goTo(frame + to.frames);
    if ('ms' in to) {
      const there = near(at(frame) + to.ms);
      // Over a gap that is longer the nearest frame may be this one.
      return goTo(there === frame ? frame + Math.sign(to.ms) : there);
    }
    if ('mark' in to) return goTo(markFrom(timing, frame, to.mark) ?? frame);
    if ('to' in to) return goTo(to.to === 'first' ? 0 : last);
    if (to.act === 'play') return play(!isPlaying);
    returnToList();
    go('/cameras');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = isTyping(event.target) ? null : moveOf(event);
    const isPress = event.key === ' ' && event.target instanceof HTMLButtonElement;
    if (to === null || isPress) return;
    event.preventDefault();
    move(to);
  };

  const ms = at(frame);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- each of the keys has its button inside
    <div className="viewer" onKeyDown={onKeyDown}>
      <div className="viewer-main">
        <Stage take={take} frame={frame} />
        <FrameFigures
          timing={timing}
          frame={frame}
          ms={ms}
          row={rowOf(pages, frame)}
          sinceMs={frame === 0 || !rowOf(pages, frame) ? null : ms - at(frame - 1)}
        />
        <ScrubBar
          timing={timing}
          axis={axis}
          frame={frame}
          ms={ms}
          slider={slider}
          onFrame={goTo}
          onTime={(to) => goTo(near(to))}
        />
        <div className="viewer-controls">
          <Transport
            frame={frame}
            last={last}
            isPlaying={isPlaying}
            marks={{
              before: markFrom(timing, frame, -1) !== null,
              behind: markFrom(timing, frame, 1) !== null,
            }}
            onMove={move}
          />
          <span className="grow" />
          <AxisPick axis={axis} choose={setAxis} />
          <GoTo onGo={(place) => void goToPlace(place)} />
        </div>
      </div>
      <ScrollRegion className="viewer-side" label="About the take">
        <VerdictWords take={take} />
        <MarkList timing={timing} frame={frame} onGo={goTo} />
        <h2>The take</h2>
        <TakeFacts take={take} />
        <p className="help viewer-keys">
          <kbd>←</kbd> <kbd>→</kbd> a frame, with <kbd>Shift</kbd> ten, with <kbd>Ctrl</kbd> a
          second. <kbd>Home</kbd> <kbd>End</kbd>. <kbd>Space</kbd> plays. <kbd>N</kbd>{' '}
          <kbd>P</kbd> marks. <kbd>Esc</kbd> goes back.
        </p>
      </ScrollRegion>
    </div>
  );
};
