import { useMemo } from 'react';
import { axisFor } from './axis.ts';
import type { MacroDraft } from './draft.ts';
import { useRunLines, useShownRun } from './macro-runs.ts';
import { planSteps } from './plan.ts';
import { knownMs, useElapsed } from './run-clock.ts';
import type { RunLine, ShownRun } from './run-lines.ts';
import { useAsking } from './run-macro.ts';
import { reportsByStep, stepRows, type Reports } from './step-rows.ts';

const NO_REPORTS = reportsByStep([]);

const useReports = (run: ShownRun | null): Reports => {
  const steps = run?.report.steps;
  return useMemo(() => (steps ? reportsByStep(steps) : NO_REPORTS), [steps]);
};

/** How long a step took where it went well. */
const tookIn = ({ byStep }: Reports, step: string): number | null => {
  const report = byStep.get(step);
  return report?.outcome === 'ok' || report?.outcome === 'sent' ? report.took_ms : null;
};

/** The newest run that can tell how long things take, other than the one that is shown. */
const formerRun = (lines: readonly RunLine[], shown: string | null): string | null =>
  lines.find(({ id, outcome }) => id !== shown && (outcome === 'ok' || outcome === 'sent'))
    ?.id ?? null;

/** The steps of the shown run, what was expected of them, and one axis for both. */
export const useTimeline = (macroId: string, draft: MacroDraft) => {
  const { shownRun, dryRun } = useAsking(macroId);
  const lines = useRunLines(macroId);
  const newest = lines[0]?.id ?? null;
  const shown = shownRun ?? newest;
  const run = useShownRun(shown);
  const reports = useReports(run);
  const former = useReports(useShownRun(formerRun(lines, shown)));
  const elapsed_ms = useElapsed(run);
  const goesOn = run !== null && run.state !== 'ended';

  const expected = useMemo(() => {
    const told = reportsByStep(dryRun?.macro?.steps ?? []);
    const sources = goesOn ? [former, told] : [former, reports, told];
    return planSteps(draft.steps, ({ saved }) => {
      for (const source of sources) {
        const took = tookIn(source, String(saved));
        if (took !== null) return took;
      }
      return null;
    });
  }, [draft.steps, former, reports, dryRun, goesOn]);

  const longest = Math.max(
    expected.total_ms,
    run ? knownMs(run.report.steps) : 0,
    goesOn ? elapsed_ms : 0,
  );
  // The axis grows by leaps, so that the bars stand still between them.
  const end = axisFor(longest).end_ms;
  const axis = useMemo(() => axisFor(end), [end]);
  const rows = useMemo(() => stepRows(draft, reports), [draft, reports]);
  return { run, lines, newest, shownRun, elapsed_ms, goesOn, expected, axis, rows, dryRun };
};
