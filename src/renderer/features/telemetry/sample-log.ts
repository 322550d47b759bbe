import {
  type LatencyBy,
  SAMPLES_KEPT,
  SERIES,
  type TelemetryEvent,
} from '#shared/contract/live-telemetry.ts';

export type SeriesValues = readonly (number | null)[];

/** The samples of the last ten minutes, oldest first. Never changed in place: who holds one has a still picture. */
export interface SampleLog {
  /** Milliseconds since 1970, rising. */
  times: readonly number[];
  series: ReadonlyMap<string, SeriesValues>;
}

export const EMPTY_LOG: SampleLog = { times: [], series: new Map() };

const hasValue = (values: SeriesValues): boolean => values.some((value) => value !== null);

/** The log with one event more. */
export const withEvent = (log: SampleLog, event: TelemetryEvent): SampleLog => {
  if (event.type === 'past')
    return { times: event.times, series: new Map(Object.entries(event.series)) };
  const surplus = Math.max(0, log.times.length + 1 - SAMPLES_KEPT);
  const times = [...log.times.slice(surplus), event.at];
  const series = new Map<string, SeriesValues>();
  for (const [name, values] of log.series) {
    const next = [...values.slice(surplus), event.values[name] ?? null];
    if (hasValue(next)) series.set(name, next);
  }
  for (const [name, value] of Object.entries(event.values))
    if (!series.has(name)) {
      const before = Array<null>(times.length - 1).fill(null);
      series.set(name, [...before, value]);
    }
  return { times, series };
};

/** The place of the sample nearest to a time, null where there is none. */
export const nearest = (times: readonly number[], at: number): number | null => {
  if (times.length === 0) return null;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  const after = times[low] ?? 0;
  return before !== undefined && at - before < after - at ? low - 1 : low;
};

/** A device or transport that has latencies. `key` is unique among both. */
export interface LatencyGroup {
  key: string;
  by: LatencyBy;
  of: string;
}

export const groupOf = (key: string): LatencyGroup => {
  const [by, of = ''] = key.split('/');
  return { key, by: by === 'transport' ? by : 'device', of };
};

/** The keys of what has latencies: devices by name, then transports. */
export const latencyGroups = (log: SampleLog): string[] => {
  const keys: string[] = [];
  for (const by of ['device', 'transport'] as const) {
    const names: string[] = [];
    for (const name of log.series.keys()) {
      const [kind, mine, of = ''] = name.split('/');
      if (kind === 'latency' && mine === by && name === SERIES.latency(by, of, 'p50'))
        names.push(of);
    }
    keys.push(...names.sort().map((of) => `${by}/${of}`));
  }
  return keys;
};

/** Whether any of these series was more than nothing. */
export const everMoved = (log: SampleLog, names: readonly string[]): boolean =>
  names.some((name) => log.series.get(name)?.some((value) => (value ?? 0) > 0));
