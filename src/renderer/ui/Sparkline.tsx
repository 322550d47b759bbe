import './sparkline.css';
import { sparklineShape } from './sparkline-shape.ts';

const WIDTH = 118;
const HEIGHT = 22;

interface SparklineProps {
  /** What it shows, for those who can't see it. */
  label: string;
  /** Newest last; null where one is missing. */
  values: readonly (number | null)[];
  /** So many fill the width. */
  room: number;
  /** The height stands for this much at least. */
  least: number;
}

/** How a figure went lately, too small to have an axis. */
export const Sparkline = ({ label, values, room, least }: SparklineProps) => {
  const { path, gaps } = sparklineShape(values, { width: WIDTH, height: HEIGHT, room, least });
  return (
    <span className="spark" title={label}>
      <span className="sr">{label}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden>
        {gaps.map(({ x, width }) => (
          <rect key={x} x={x} y={0} width={width} height={HEIGHT + 2} />
        ))}
        <path className="spark-foot" d={`M0 ${HEIGHT + 1.5}H${WIDTH}`} />
        <path d={path} />
      </svg>
    </span>
  );
};
