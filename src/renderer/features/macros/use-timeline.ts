import { useMemo } from 'react';
import { useRuns } from '../../state/runs.ts';
import { axisFor } from './axis.ts';
import type { MacroDraft } from './draft.ts';
import { usualTime, usualTimes } from './expected-times.ts';
import { useRunLines, useShownRun } from './macro-runs.ts';
import { planSteps } from './plan.ts';
import { knownMs, useElapsed } from './run-clock.ts';
import type { RunLine, ShownRun } from './run-lines.ts';
import { useAsking } from './run-macro.ts';
import { reportsByStep, stepRows, type Reports } from './step-rows.ts';
import { withoutWaits } from './without-waits.ts';

const NO_REPORTS = reportsByStep([]);

const useReports = (run: ShownRun | null): Reports => {
  const steps = run?.report.steps;
  return useMemo(() => (steps ? reportsByStep(steps) : NO_REPORTS), [steps]);
};

/** Where somebody let each step go, how long they thought about it is no time of the macro. */
const useTimed = (run: ShownRun | null): ShownRun | null =>
  useMemo(() => {
    if (!run?.isStepThrough) return run;
    return { ...run, report: { ...run.report, steps: withoutWaits(run.report.steps) } };
  }, [run]);

/** How long a step took where it went well. */
const tookIn = ({ byStep }: Reports, step: string): number | null => {
  const report = byStep.get(step);
  return report?.outcome === 'ok' || report?.outcome === 'sent' ? report.took_ms : null;
};

/** The newest run that can tell how long things take, other than the one that is shown. */
const formerRun = (lines: readonly RunLine[], shown: string | null): string | null =>
  lines.find(
    ({ id, outcome, isSimulated }) =>
      id !== shown && !isSimulated && (outcome === 'ok' || outcome === 'sent'),
  )?.id ?? null;

/** The steps of the shown run, what was expected of them, and one axis for both. */
export const useTimeline = (macroId: string, draft: MacroDraft) => {
  const { shownRun, dryRun } = useAsking(macroId);
  const lines = useRunLines(macroId);
  const newest = lines[0]?.id ?? null;
  const shown = shownRun ?? newest;
  const run = useTimed(useShownRun(shown));
  const reports = useReports(run);
  const former = useReports(useShownRun(formerRun(lines, shown)));
  const passed_ms = useElapsed(run);
  const elapsed_ms = run?.isStepThrough ? knownMs(run.report.steps) : passed_ms;
  const goesOn = run !== null && run.state !== 'ended';

  // What a run brings is no measure of that run: its bars stand still.
  const { newestFirst } = useRuns();
  const since = goesOn ? shown : null;
  const usually = useMemo(
    () => usualTimes(newestFirst.filter(({ execution_id }) => !since || execution_id < since)),
    [newestFirst, since],
  );

  const expected = useMemo(() => {
    const told = reportsByStep(dryRun?.macro?.steps ?? []);
    const sources = goesOn || run?.isSimulated ? [former, told] : [former, reports, told];
    return planSteps(draft.steps, (step) => {
      const usual = usualTime(step, usually);
      if (usual !== null) return usual;
      for (const source of sources) {
        const took = tookIn(source, String(step.saved));
        if (took !== null) return took;
      }
      return null;
    });
  }, [draft.steps, former, reports, dryRun, goesOn, run?.isSimulated, usually]);

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
