/** One measured figure beside the raw limit of the same run. `ratio` is value / raw. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  raw: number | null;
  ratio: number | null;
  goal: string;
  ok: boolean;
}

interface Measured {
  name: string;
  value: number;
  unit: string;
  raw?: number;
  goal: string;
  ok: boolean;
}

const round = (value: number): number => Number(value.toPrecision(4));

export const figure = ({ name, value, unit, raw, goal, ok }: Measured): Figure => ({
  name,
  value: round(value),
  unit,
  raw: raw === undefined ? null : round(raw),
  ratio: raw === undefined || raw === 0 ? null : round(value / raw),
  goal,
  ok,
});

/** The value below which `share` (0 to 1) of the samples lie. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

const COLUMNS = ['name', 'value', 'unit', 'raw', 'ratio', 'goal', 'ok'] as const;

const cell = (value: Figure[keyof Figure]): string => {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'NO';
  return String(value);
};

export const table = (figures: readonly Figure[]): string => {
  const rows = [
    [...COLUMNS],
    ...figures.map((row) => COLUMNS.map((column) => cell(row[column]))),
  ];
  const widths = COLUMNS.map((_, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
