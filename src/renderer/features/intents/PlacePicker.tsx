import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import type { Device } from '#shared/contract/device.ts';
import { useLayout } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

interface Place {
  page: number;
  row: number;
  col: number;
}

interface PlacePickerProps extends Place {
  device: Device;
  onPick: (place: Place) => void;
  onClose: () => void;
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
export const PlacePicker = ({
  device,
  page: chosenPage,
  row: chosenRow,
  col: chosenCol,
  onPick,
  onClose,
}: PlacePickerProps) => {
  const { device_id, rows, cols, page_count } = device;
  const [page, setPage] = useState(chosenPage);
  const layoutPage = useLayout(device_id)?.pages.find((each) => each.page === page);
  return (
    <Dialog title={`A key of ${device_id}`} onClose={onClose}>
      <div className="pp-page">
        <IconButton
          icon={ChevronLeft}
          label="Page before"
          disabled={page <= 1}
          onClick={() => setPage(page - 1)}
        />
        <span>
          Page {page} of {page_count}
          {layoutPage?.name ? `: ${layoutPage.name}` : ''}
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
        className="pp-deck"
        aria-label={`Page ${page}`}
        style={{ gridTemplateColumns: `repeat(${cols}, minmax(0, 1fr))` }}
        onKeyDown={step}
      >
        {Array.from({ length: rows * cols }, (_, index) => {
          const [row, col] = [Math.floor(index / cols), index % cols];
          const key = layoutPage?.keys.find((each) => each.row === row && each.col === col);
          return (
            <button
              key={index}
              type="button"
              data-at={`${row}/${col}`}
              aria-label={`Row ${row}, column ${col}${key?.label ? `: ${key.label}` : ''}`}
              aria-pressed={page === chosenPage && row === chosenRow && col === chosenCol}
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
    </Dialog>
  );
};
