const STEPS = [1, 2, 5, 10];
const MOST_MARKS = 9;

export interface Axis {
  /** The end of the axis, in milliseconds. */
  end_ms: number;
  marks: { at_ms: number; label: string }[];
  unit: 's' | 'ms';
}

/** Round marks from 0 that reach over `longest` milliseconds; at least a tenth of a second. */
export const axisFor = (longest: number): Axis => {
  const span = Math.max(longest, 100);
  const scale = 10 ** Math.floor(Math.log10(span / MOST_MARKS));
  const part = (STEPS.find((step) => (step * scale * MOST_MARKS) / span >= 1) ?? 10) * scale;
  const count = Math.ceil(span / part);
  const unit = span >= 2000 ? 's' : 'ms';
  const per = unit === 's' ? 1000 : 1;
  const marks = Array.from({ length: count }, (_, index) => {
    const at_ms = index * part;
    return { at_ms, label: String(Number((at_ms / per).toPrecision(6))) };
  });
  return { end_ms: count * part, marks, unit };
};
