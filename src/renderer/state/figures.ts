/** Three figures at most, as one reads a latency: `0.4`, `22.7`, `380`, `3 620`. */
export const figure = (value: number): string => {
  if (value < 99.95) return value.toFixed(1);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202F');
};

/** With its unit: `0.4 ms`, `380 ms`, `1.3 s`. */
export const latency = (ms: number): string =>
  ms < 999.5
    ? `${ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`
    : `${(ms / 1000).toFixed(1)} s`;
