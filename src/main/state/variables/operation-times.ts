import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { VariableError } from '#shared/contract/variables.ts';
import type { Clock } from '../../clock.ts';
import { aroundProvider, type Operation } from './around-provider.ts';
import type { StateProvider } from './state-provider.ts';

/** Microseconds: what an operation may last at most, a minute, to two figures. */
const RANGE = { lowest: 1, highest: 60_000_000, figures: 2 } as const;

/** One operation of one backend since the start. Milliseconds. */
export interface OperationTime {
  backend: StateProvider['backend'];
  operation: Operation;
  count: number;
  mean_ms: number;
  p50_ms: number;
  p99_ms: number;
  /** How many of them failed, by code. */
  errors: Partial<Record<VariableError['code'] | 'internal', number>>;
}

interface Row {
  backend: StateProvider['backend'];
  operation: Operation;
  count: number;
  totalMs: number;
  histogram: RecordableHistogram;
  errors: OperationTime['errors'];
}

/** How long operations on variables take, by backend; those that failed are counted apart and not timed. */
export class OperationTimes {
  private readonly rows = new Map<string, Row>();

  record(
    backend: StateProvider['backend'],
    operation: Operation,
    ms: number,
    error: VariableError['code'] | 'internal' | null,
  ): void {
    const name = `${backend} ${operation}`;
    const row = this.rows.get(name) ?? this.begin(name, backend, operation);
    if (error !== null) {
      row.errors[error] = (row.errors[error] ?? 0) + 1;
      return;
    }
    row.count += 1;
    row.totalMs += ms;
    row.histogram.record(Math.min(RANGE.highest, Math.max(1, Math.round(ms * 1000))));
  }

  all(): OperationTime[] {
    return [...this.rows.values()].map(
      ({ backend, operation, count, totalMs, histogram, errors }) => ({
        backend,
        operation,
        count,
        mean_ms: count === 0 ? 0 : totalMs / count,
        p50_ms: count === 0 ? 0 : histogram.percentile(50) / 1000,
        p99_ms: count === 0 ? 0 : histogram.percentile(99) / 1000,
        errors: { ...errors },
      }),
    );
  }

  private begin(name: string, backend: Row['backend'], operation: Operation): Row {
    const histogram = createHistogram(RANGE);
    const row = { backend, operation, count: 0, totalMs: 0, histogram, errors: {} };
    this.rows.set(name, row);
    return row;
  }
}

/** The same provider, with every operation timed. */
export const timedProvider = (
  provider: StateProvider,
  times: Pick<OperationTimes, 'record'>,
  clock: Clock,
): StateProvider =>
  aroundProvider(provider, async (operation, work) => {
    const from = clock.monotonic();
    let error: VariableError['code'] | 'internal' | null = 'internal';
    try {
      const answer = await work();
      error = answer.ok ? null : answer.error.code;
      return answer;
    } finally {
      times.record(provider.backend, operation, clock.monotonic() - from, error);
    }
  });
