/** One second's values by series name; a series without a value is not in it. */
export type Values = Record<string, number>;

interface Series {
  values: Float64Array;
  /** The number of the last sample that had a value. */
  lastAt: number;
}

/** The newest samples of a set of series that may grow and shrink. Memory is bounded by what has values. */
export class SampleRing {
  readonly #capacity: number;
  readonly #times: Float64Array;
  readonly #series = new Map<string, Series>();
  /** Samples ever taken; the number of the next one. */
  #taken = 0;
  #first = 0;
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#times = new Float64Array(capacity);
  }

  get taken(): number {
    return this.#taken;
  }

  /** The number of the oldest sample that is still here. */
  get first(): number {
    return Math.max(this.#first, this.#taken - this.#capacity);
  }

  /** Times have to rise: where the clock was set back the older samples can't be placed any more and go. */
  push(at: number, values: Values): void {
    if (this.#taken > this.first && at <= this.#timeOf(this.#taken - 1)) this.#forgetAll();
    const slot = this.#taken % this.#capacity;
    this.#times[slot] = at;
    for (const [name, value] of Object.entries(values)) {
      const series = this.#series.get(name) ?? this.#begin(name);
      series.values[slot] = value;
      series.lastAt = this.#taken;
    }
    this.#taken += 1;
    for (const [name, series] of this.#series) {
      if (series.lastAt === this.#taken - 1) continue;
      series.values[slot] = Number.NaN;
      if (series.lastAt < this.first) this.#series.delete(name);
    }
  }

  /** The sample of that number, which has to be here. */
  sample(number: number): { at: number; values: Values } {
    const slot = number % this.#capacity;
    const values: Values = {};
    for (const [name, series] of this.#series) {
      const value = series.values[slot];
      if (value !== undefined && !Number.isNaN(value)) values[name] = value;
    }
    return { at: this.#timeOf(number), values };
  }

  /** Everything that is here, oldest first; null where a series had no value. */
  past(): { times: number[]; series: Record<string, (number | null)[]> } {
    const numbers = Array.from({ length: this.#taken - this.first }, (_, i) => this.first + i);
    const series = [...this.#series].map(([name, { values }]) => [
      name,
      numbers.map((number) => {
        const value = values[number % this.#capacity];
        return value === undefined || Number.isNaN(value) ? null : value;
      }),
    ]);
    return {
      times: numbers.map((number) => this.#timeOf(number)),
      series: Object.fromEntries(series),
    };
  }

  #begin(name: string): Series {
    const values = new Float64Array(this.#capacity).fill(Number.NaN);
    const series = { values, lastAt: this.#taken };
    this.#series.set(name, series);
    return series;
  }

  /** Leaves out a number, so that a reader of the newest sample notices too. */
  #forgetAll(): void {
    this.#taken += 1;
    this.#first = this.#taken;
    this.#series.clear();
  }

  #timeOf(number: number): number {
    return this.#times[number % this.#capacity] ?? 0;
  }
}
