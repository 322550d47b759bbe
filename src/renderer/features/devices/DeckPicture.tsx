/** The grid of a surface, drawn small. Figures that make no grid draw nothing. */
export const DeckPicture = ({ rows, cols }: { rows: number; cols: number }) => {
  const isGrid = [rows, cols].every((n) => Number.isInteger(n) && n >= 1 && n <= 16);
  if (!isGrid) return <span className="d-deck mut">no grid</span>;
  const size = 10;
  return (
    <svg
      className="d-deck"
      aria-hidden
      viewBox={`0 0 ${cols * size + 2} ${rows * size + 2}`}
      style={{ maxWidth: Math.min(cols * 14 + 2, 220), maxHeight: 72 }}
    >
      {Array.from({ length: rows * cols }, (_, at) => (
        <rect
          key={at}
          x={(at % cols) * size + 2}
          y={Math.floor(at / cols) * size + 2}
          width={size - 2}
          height={size - 2}
          rx="1.5"
        />
      ))}
    </svg>
  );
};
