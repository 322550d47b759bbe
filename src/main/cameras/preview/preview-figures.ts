import type { CameraPreview } from '#shared/contract/camera.ts';
import type { Viewing } from './viewing.ts';

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

/** The value that `share` (0 to 1) of the sorted samples don't exceed; null where there are none. */
const quantile = (sorted: readonly number[], share: number): number | null => {
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return found === undefined ? null : oneDecimal(found);
};

/** What one camera's viewers get: the rate of the slowest, the delays of all. */
export const previewFigures = (viewings: Iterable<Viewing>): CameraPreview => {
  const all = [...viewings];
  const rates = all.flatMap((viewing) => viewing.fps() ?? []);
  const delays = all.flatMap((viewing) => viewing.delays()).toSorted((a, b) => a - b);
  return {
    viewers: all.length,
    fps: rates.length > 0 ? oneDecimal(Math.min(...rates)) : null,
    to_screen_p50_ms: quantile(delays, 0.5),
    to_screen_p95_ms: quantile(delays, 0.95),
  };
};
