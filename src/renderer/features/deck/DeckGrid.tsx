import { useCallback, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import { keySize } from '#shared/domain/deck-geometry.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import { ConfirmCard } from './ConfirmCard.tsx';
import { layoutKeyAt } from './deck-keys.ts';
import { DeckKey } from './DeckKey.tsx';
import { keyMetrics } from './fit-label.ts';
import { KeyCard } from './KeyCard.tsx';
import { useQuestion } from './question-store.ts';
import { useCardTarget } from './use-card-target.ts';
import { deckKeyDown, useDeckHotkeys } from './use-deck-keyboard.ts';
import { useDeckPointer } from './use-deck-pointer.ts';

interface DeckGridProps {
  device: Device;
  pageNumber: number;
  page: LayoutPage | undefined;
  turn: (by: number) => void;
}

const SMALLEST = 72;
const LARGEST = 300;

const gapFor = (width: number): number => (width < 760 ? 6 : 8);

const cssVariables = (
  side: number,
  gap: number,
  cols: number,
): CSSProperties & Record<`--${string}`, string | number> => {
  const { pad, top, icon, strip, stripText } = keyMetrics(side);
  return {
    '--cols': cols,
    '--k': `${side}px`,
    '--k-gap': `${gap}px`,
    '--k-pad': `${pad}px`,
    '--k-top': `${top}px`,
    '--k-icon': `${icon}px`,
    '--k-strip': `${strip}px`,
    '--k-strip-text': `${stripText}px`,
  };
};

/** The keys of one page, as large as the room allows. */
export const DeckGrid = ({ device, pageNumber, page, turn }: DeckGridProps) => {
  const { device_id, rows, cols } = device;
  const [measure, room] = useElementSize();
  const grid = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState({ row: 0, col: 0 });
  const pointer = useDeckPointer(device, page);
  const card = useCardTarget();
  useDeckHotkeys(device, page, turn);
  const question = useQuestion((open) => open.question);
  const place = question?.key.place;
  const asksHere = place?.device_id === device_id && place.page === pageNumber;

  const focus = useCallback(
    (row: number, col: number) => {
      setFocused({ row, col });
      grid.current
        ?.querySelector<HTMLElement>(`[data-key="${pageNumber}/${row}/${col}"]`)
        ?.focus();
    },
    [pageNumber],
  );

  const places = useMemo(
    () =>
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: cols }, (_, col) => ({ row, col })),
      ),
    [rows, cols],
  );
  const gap = gapFor(room?.width ?? 0);
  const side = room
    ? keySize({ ...room, rows, cols, gap, smallest: SMALLEST, largest: LARGEST })
    : null;
  const scrolls =
    room !== null &&
    side !== null &&
    (side * cols + gap * (cols - 1) > room.width ||
      side * rows + gap * (rows - 1) > room.height);
  const asked = asksHere && side !== null ? place : undefined;
  const reach = { row: Math.min(focused.row, rows - 1), col: Math.min(focused.col, cols - 1) };

  return (
    <div className="deck-room" data-scrolls={scrolls || undefined} {...pointer}>
      <div className="deck-fit" ref={measure}>
        {side !== null && (
          // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is always on one of its keys
          <div
            ref={grid}
            className="deck"
            role="toolbar"
            aria-label={`${device_id}, page ${pageNumber}${page?.name ? `, ${page.name}` : ''}`}
            style={cssVariables(side, gap, cols)}
            onKeyDown={(event) => deckKeyDown(event, device, page, focus)}
            onContextMenu={(event) => event.preventDefault()}
            {...card.handlers}
          >
            {places.flat().map(({ row, col }) => (
              <DeckKey
                key={`${pageNumber}/${row}/${col}`}
                deviceId={device_id}
                page={pageNumber}
                row={row}
                col={col}
                layoutKey={layoutKeyAt(page, row, col)}
                side={side}
                focusable={row === reach.row && col === reach.col}
              />
            ))}
          </div>
        )}
      </div>
      {question && asked && (
        <ConfirmCard key={`${asked.row}/${asked.col}`} question={question} />
      )}
      {/* Nothing lies over a question. */}
      {card.target && !asked && (
        <KeyCard
          key={`${card.target.at.page}/${card.target.at.row}/${card.target.at.col}`}
          device={device}
          page={page}
          target={card.target}
          keepOpen={card.keepOpen}
          leave={card.leave}
          close={card.close}
        />
      )}
    </div>
  );
};
