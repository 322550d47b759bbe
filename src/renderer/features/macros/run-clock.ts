import { useEffect, useState } from 'react';
import type { StepReport } from '#shared/contract/execution.ts';
import type { ShownRun } from './run-lines.ts';

const TICK_MS = 100;

/** How far a run has come as far as its steps tell, in milliseconds from its start. */
export const knownMs = (steps: readonly StepReport[]): number =>
  steps.reduce((most, { at_ms, took_ms }) => Math.max(most, (at_ms ?? 0) + (took_ms ?? 0)), 0);

interface Anchor {
  run: string;
  /** Of this page's own clock; the host's may differ by minutes. */
  seenAt: number;
  ms: number;
}

const later = (before: Anchor | null, run: string, ms: number, seenAt: number): Anchor => {
  if (before?.run === run && before.ms + seenAt - before.seenAt >= ms) return before;
  return { run, seenAt, ms };
};

/** Milliseconds since a run began, moving on by itself while it runs. */
export const useElapsed = (run: ShownRun | null): number => {
  const [now, setNow] = useState(0);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const goesOn = run !== null && run.state !== 'ended';
  const id = run?.id ?? '';
  const known = run ? knownMs(run.report.steps) : 0;

  useEffect(() => {
    if (!goesOn) return;
    const tick = (): void => {
      const seenAt = performance.now();
      setAnchor((before) => later(before, id, known, seenAt));
      setNow(seenAt);
    };
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [goesOn, id, known]);

  if (run === null) return 0;
  if (!goesOn) return run.latency_ms ?? known;
  const told = anchor?.run === id ? anchor.ms + Math.max(0, now - anchor.seenAt) : 0;
  return Math.max(known, told);
};
