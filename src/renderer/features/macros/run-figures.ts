import type { RunLine } from './run-lines.ts';

export interface RunFigures {
  /** Oldest first; `share` in per cent of the longest. */
  bars: { id: string; share: number; isBad: boolean }[];
  p50_ms: number;
  p95_ms: number;
  /** How many of all the runs went wrong. */
  notOk: number;
}

const GOOD: ReadonlySet<string> = new Set(['ok', 'sent', 'skipped', 'cancelled']);

const isBad = ({ outcome }: RunLine): boolean => outcome !== null && !GOOD.has(outcome);

/** The value that a share of the values does not exceed; the list is not empty. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;

/**
 * How long the newest `most` runs took that came to an end. A refused one took no time, one on the simulators
 * says nothing: they are not counted.
 */
export const runFigures = (newestFirst: readonly RunLine[], most: number): RunFigures => {
  const ended = newestFirst.filter(
    ({ outcome, isSimulated }) => outcome !== null && outcome !== 'refused' && !isSimulated,
  );
  const taken = ended.slice(0, most).toReversed();
  const sorted = taken.map(({ latency_ms }) => latency_ms).sort((a, b) => a - b);
  const longest = sorted.at(-1) || 1;
  return {
    bars: taken.map((line) => ({
      id: line.id,
      share: Math.max(4, (100 * line.latency_ms) / longest),
      isBad: isBad(line),
    })),
    p50_ms: sorted.length === 0 ? 0 : quantile(sorted, 0.5),
    p95_ms: sorted.length === 0 ? 0 : quantile(sorted, 0.95),
    notOk: taken.filter(isBad).length,
  };
};
