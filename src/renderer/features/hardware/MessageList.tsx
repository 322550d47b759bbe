import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { useMedia } from '../../ui/use-media.ts';
import { MessageRow } from './MessageRow.tsx';
import { rowId, stepMessage, type SeenMessage, type TrafficRow } from './traffic-log.ts';

const ROW_PX = 26;
const TOUCH_ROW_PX = 40;

/** A reader who has scrolled down keeps their place when something new comes in on top. */
const useKeepPlace = (
  scroller: RefObject<HTMLElement | null>,
  rows: readonly TrafficRow[],
  rowPx: number,
): void => {
  const newest = rows[0] && rowId(rows[0]);
  const before = useRef(newest);
  useLayoutEffect(() => {
    const added = rows.findIndex((row) => rowId(row) === before.current);
    before.current = newest;
    const element = scroller.current;
    if (element && added > 0 && element.scrollTop > rowPx / 2)
      element.scrollBy({ top: added * rowPx, behavior: 'instant' });
  }, [scroller, newest, rows, rowPx]);
};

interface MessageListProps {
  rows: readonly TrafficRow[];
  label: string;
  chosen: number | null;
  onChoose: (message: SeenMessage) => void;
}

/** The messages that are in sight, of as many as there are, newest first. */
export const MessageList = ({ rows, label, chosen, onChoose }: MessageListProps) => {
  const scroller = useRef<HTMLTableElement>(null);
  const rowPx = useMedia('(pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX;
  // oxlint-disable-next-line react/incompatible-library -- its result is used here and handed to nothing memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const row = rows[index];
      return row ? rowId(row) : index;
    },
    overscan: 6,
  });
  useEffect(() => virtual.measure(), [virtual, rowPx]);
  useKeepPlace(scroller, rows, rowPx);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepMessage(rows, chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next);
    virtual.scrollToIndex(rows.findIndex((row) => rowId(row) === next.id));
  };
  const onClick = (event: MouseEvent): void => {
    const line =
      event.target instanceof Element ? event.target.closest('[data-message]') : null;
    const id = Number(line?.getAttribute('data-message') ?? Number.NaN);
    const row = rows.find((each) => rowId(each) === id);
    if (row?.kind === 'message') onChoose(row.message);
  };
  const isHere = rows.some((row) => row.kind === 'message' && row.message.id === chosen);

  return (
    <table
      ref={scroller}
      className="messages"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose lines are chosen with the arrow keys is a grid
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length}
      aria-activedescendant={isHere ? `message-${chosen}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <tbody style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <MessageRow
                key={rowId(row)}
                row={row}
                isChosen={row.kind === 'message' && row.message.id === chosen}
                index={index + 1}
                top={start}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
};
