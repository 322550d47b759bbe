/** The grid of a surface as it is built: how many keys down and across. */
export interface DeckModel {
  name: string;
  rows: number;
  cols: number;
}

/** Known surfaces by `device_type`. A custom surface has any grid up to 16 × 16. */
export const DECK_MODELS: Readonly<Record<string, DeckModel>> = {
  streamdeck_mini: { name: 'Stream Deck Mini', rows: 2, cols: 3 },
  streamdeck_neo: { name: 'Stream Deck Neo', rows: 2, cols: 4 },
  streamdeck_plus: { name: 'Stream Deck +', rows: 2, cols: 4 },
  streamdeck_mk2: { name: 'Stream Deck MK.2', rows: 3, cols: 5 },
  streamdeck_xl: { name: 'Stream Deck XL', rows: 4, cols: 8 },
  streamdeck_studio: { name: 'Stream Deck Studio', rows: 2, cols: 16 },
};

interface Surface {
  device_type: string;
  rows: number;
  cols: number;
}

/** What a person calls this surface: the model where the grid is the model's own, else the grid itself. */
export const deckName = ({ device_type, rows, cols }: Surface): string => {
  const model = DECK_MODELS[device_type];
  const grid = `${cols}×${rows}`;
  const name = model?.rows === rows && model.cols === cols ? model.name : 'Custom';
  return `${name} ${grid}`;
};

export interface DeckRoom {
  /** Pixels that the grid may fill, its own padding taken off. */
  width: number;
  height: number;
  rows: number;
  cols: number;
  gap: number;
  smallest: number;
  largest: number;
}

/** The side of a square key in whole pixels. At the smallest the grid may be larger than its room and scrolls. */
export const keySize = ({
  width,
  height,
  rows,
  cols,
  gap,
  smallest,
  largest,
}: DeckRoom): number => {
  const across = (width - gap * (cols - 1)) / cols;
  const down = (height - gap * (rows - 1)) / rows;
  return Math.floor(Math.min(largest, Math.max(smallest, Math.min(across, down))));
};

/** Where an arrow key leads inside the grid; it stops at the edges. */
export const neighbour = (
  { row, col }: { row: number; col: number },
  arrow: string,
  { rows, cols }: { rows: number; cols: number },
): { row: number; col: number } | null => {
  switch (arrow) {
    case 'ArrowLeft':
      return { row, col: Math.max(0, col - 1) };
    case 'ArrowRight':
      return { row, col: Math.min(cols - 1, col + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), col };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), col };
    case 'Home':
      return { row, col: 0 };
    case 'End':
      return { row, col: cols - 1 };
    default:
      return null;
  }
};
