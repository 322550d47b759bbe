import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useLocation } from 'wouter';
import type { TakeListing } from '#shared/contract/take-view.ts';
import { useMedia } from '../../../ui/use-media.ts';
import { addressOfTake, keyOfTake } from './filter-takes.ts';
import { stepTake } from './step-take.ts';
import { RunningRow, TakeRow } from './TakeRow.tsx';
import { selectTake, useTakesView } from './takes-store.ts';
import type { RunningTake } from './running.ts';

const ROW_PX = 31;
const TOUCH_ROW_PX = 44;
const HEAD_PX = 26;

interface TakeListProps {
  running: RunningTake[];
  takes: TakeListing[];
  /** Names that more than one folder has. */
  twins: ReadonlySet<string>;
}

const Head = () => (
  <thead>
    <tr className="tr th" aria-rowindex={1}>
      <th scope="col">Verdict</th>
      <th scope="col">Trial</th>
      <th scope="col">Camera</th>
      <th scope="col" className="t-session">
        Session
      </th>
      <th scope="col">Start</th>
      <th scope="col" className="num">
        Length
      </th>
      <th scope="col" className="num">
        Frames
      </th>
      <th scope="col" className="num t-more">
        Rows
      </th>
      <th scope="col" className="num t-fps">
        fps
      </th>
      <th scope="col" className="num">
        Drops
      </th>
      <th scope="col" className="num t-more">
        Max gap
      </th>
      <th scope="col" className="num t-more">
        Size
      </th>
    </tr>
  </thead>
);

/** The lines that are in sight: what runs on top, then what was recorded. A line opens its take. */
export const TakeList = ({ running, takes, twins }: TakeListProps) => {
  const selected = useTakesView((view) => view.selected);
  const [, go] = useLocation();
  const scroller = useRef<HTMLTableElement>(null);
  const rowPx = useMedia('(pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX;
  const indexOf = (key: string | null): number =>
    takes.findIndex((take) => keyOfTake(take) === key);
  // oxlint-disable-next-line react/incompatible-library -- its result is used here and handed to nothing memoised
  const rows = useVirtualizer({
    count: running.length + takes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const take = takes[index - running.length];
      return take ? keyOfTake(take) : (running[index]?.recording.file ?? index);
    },
    overscan: 6,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  useEffect(() => rows.measure(), [rows, rowPx]);

  useEffect(() => {
    const view = useTakesView.getState();
    if (!view.isReturning || takes.length === 0) return;
    useTakesView.setState({ isReturning: false });
    const index = takes.findIndex((take) => keyOfTake(take) === view.selected);
    if (index < 0) return;
    rows.scrollToIndex(running.length + index);
    scroller.current?.focus({ preventScroll: true });
  }, [rows, takes, running.length]);

  const open = (key: string | null): void => {
    const take = takes[indexOf(key)];
    if (!take) return;
    selectTake(keyOfTake(take));
    go(addressOfTake(take.file, 0, twins.has(take.file) ? take.folder : null));
  };
  const onClick = ({ target }: MouseEvent): void => {
    const row = target instanceof Element ? target.closest('[data-take]') : null;
    if (row) open(row.getAttribute('data-take'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepTake(takes.map(keyOfTake), selected, event.key);
    if (event.key === 'Enter') open(selected);
    else if (next !== null) {
      selectTake(next);
      rows.scrollToIndex(running.length + indexOf(next));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <table
      ref={scroller}
      className="takes"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose lines are chosen with the arrow keys is a grid
      role="grid"
      aria-label="Takes, newest first. Enter opens the selected one"
      aria-rowcount={running.length + takes.length + 1}
      aria-activedescendant={indexOf(selected) < 0 ? undefined : `take-${selected}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <Head />
      <tbody style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const place = { index, top: start - HEAD_PX, measure: rows.measureElement };
          const runs = running[index];
          if (runs) return <RunningRow key={key} running={runs} {...place} />;
          const take = takes[index - running.length];
          if (!take) return null;
          const isSelected = keyOfTake(take) === selected;
          return <TakeRow key={key} take={take} isSelected={isSelected} {...place} />;
        })}
      </tbody>
    </table>
  );
};
