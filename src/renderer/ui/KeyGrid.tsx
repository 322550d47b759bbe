import './key-grid.css';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import { IconButton } from './IconButton.tsx';

/** Where a key sits on a deck: rows and columns from 0, pages from 1. */
export interface KeyPlace {
  page: number;
  row: number;
  col: number;
}

interface KeyGridProps {
  deck: Pick<Device, 'rows' | 'cols' | 'page_count'>;
  /** What its keys do already. */
  pages: readonly LayoutPage[];
  /** Null while none is chosen. */
  chosen: KeyPlace | null;
  onPick: (place: KeyPlace) => void;
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const step = (event: KeyboardEvent<HTMLElement>): void => {
  const by = STEPS[event.key];
  const at = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined;
  if (!by || at === undefined) return;
  event.preventDefault();
  const [row = 0, col = 0] = at.split('/').map(Number);
  const to = `${row + by[0]}/${col + by[1]}`;
  event.currentTarget.querySelector<HTMLElement>(`[data-at="${to}"]`)?.focus();
};

/** A small deck to point at a key on. The arrows go from key to key. */
export const KeyGrid = ({ deck, pages, chosen, onPick }: KeyGridProps) => {
  const { rows, cols, page_count } = deck;
  const [page, setPage] = useState(chosen?.page ?? 1);
  const shown = pages.find((each) => each.page === page);
  return (
    <>
      <div className="key-grid-page">
        <IconButton
          icon={ChevronLeft}
          label="Page before"
          disabled={page <= 1}
          onClick={() => setPage(page - 1)}
        />
        <span>
          Page {page} of {page_count}
          {shown?.name ? `: ${shown.name}` : ''}
        </span>
        <IconButton
          icon={ChevronRight}
          label="Next page"
          disabled={page >= page_count}
          onClick={() => setPage(page + 1)}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows go from key to key */}
      <fieldset
        className="key-grid"
        aria-label={`Page ${page}`}
        style={{ gridTemplateColumns: `repeat(${cols}, minmax(0, 1fr))` }}
        onKeyDown={step}
      >
        {Array.from({ length: rows * cols }, (_, index) => {
          const [row, col] = [Math.floor(index / cols), index % cols];
          const key = shown?.keys.find((each) => each.row === row && each.col === col);
          return (
            <button
              key={index}
              type="button"
              data-at={`${row}/${col}`}
              aria-label={`Row ${row}, column ${col}${key?.label ? `: ${key.label}` : ''}`}
              aria-pressed={page === chosen?.page && row === chosen.row && col === chosen.col}
              onClick={() => onPick({ page, row, col })}
            >
              <span className="cut">{key?.label ?? ''}</span>
              <span className="fig mut">
                {row}/{col}
              </span>
            </button>
          );
        })}
      </fieldset>
    </>
  );
};
