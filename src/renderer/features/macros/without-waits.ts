import type { StepReport } from '#shared/contract/execution.ts';

interface Span {
  from: number;
  to: number;
}

/** When something was being done, in order, without overlaps. */
const busySpans = (steps: readonly StepReport[]): Span[] => {
  const names = steps.map(({ step }) => step);
  // A step with parts is busy when they are.
  const leaves = steps.filter(({ step }) => !names.some((name) => name.startsWith(`${step}.`)));
  const spans: Span[] = [];
  const each = leaves
    .flatMap(({ at_ms, took_ms }) =>
      at_ms === null ? [] : [{ from: at_ms, to: at_ms + (took_ms ?? 0) }],
    )
    .sort((a, b) => a.from - b.from);
  for (const span of each) {
    const last = spans.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else spans.push({ ...span });
  }
  return spans;
};

/** The times of steps that somebody let go one by one, as if nobody had waited between them. */
export const withoutWaits = (steps: readonly StepReport[]): StepReport[] => {
  const spans = busySpans(steps);
  const busyUntil = (ms: number): number =>
    spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, ms) - from), 0);
  return steps.map((report) => {
    const { at_ms, took_ms } = report;
    if (at_ms === null) return report;
    const at = busyUntil(at_ms);
    const took = took_ms === null ? null : busyUntil(at_ms + took_ms) - at;
    return { ...report, at_ms: at, took_ms: took };
  });
};
