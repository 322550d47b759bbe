import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import {
  type LatencyBy,
  QUANTILES,
  SAMPLES_KEPT,
  SERIES,
} from '#shared/contract/live-telemetry.ts';
import { OTHER } from './bounded-names.ts';
import type { Values } from './sample-ring.ts';

/** Microseconds: what a send may last at most, an hour, to two figures. */
const RANGE = { lowest: 1, highest: 3_600_000_000, figures: 2 } as const;
const MOST_GROUPS = 48;

const PERCENTILES = { p50: 50, p95: 95, p99: 99 } as const;

interface Group {
  histogram: RecordableHistogram;
  idleSeconds: number;
}

/** Latencies of the present second, by device or by transport. */
export class LatencyGroups {
  readonly #by: LatencyBy;
  readonly #groups = new Map<string, Group>();
  constructor(by: LatencyBy) {
    this.#by = by;
  }

  record(name: string, ms: number): void {
    const group = this.#groups.get(name) ?? this.#begin(name);
    group.histogram.record(Math.min(RANGE.highest, Math.max(1, Math.round(ms * 1000))));
  }

  /** Puts the quantiles of what was recorded into `values` and begins anew. */
  take(values: Values): void {
    for (const [name, group] of this.#groups) {
      const { histogram } = group;
      group.idleSeconds += 1;
      if (histogram.count > 0) {
        group.idleSeconds = 0;
        for (const quantile of QUANTILES) {
          const micros = histogram.percentile(PERCENTILES[quantile]);
          values[SERIES.latency(this.#by, name, quantile)] = micros / 1000;
        }
        histogram.reset();
      } else if (group.idleSeconds >= SAMPLES_KEPT) this.#groups.delete(name);
    }
  }

  #begin(name: string): Group {
    if (name !== OTHER && this.#groups.size >= MOST_GROUPS) {
      return this.#groups.get(OTHER) ?? this.#begin(OTHER);
    }
    const group = { histogram: createHistogram(RANGE), idleSeconds: 0 };
    this.#groups.set(name, group);
    return group;
  }
}
