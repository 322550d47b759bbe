import './trace.css';
import { ChevronLeft, ChevronRight, Copy, LocateFixed, Route, Square } from 'lucide-react';
import { cancelRun } from '../../link/cancel-run.ts';
import { hintOf } from '../../link/faults.ts';
import { useExecution } from '../../link/use-execution.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { useRuns } from '../../state/runs.ts';
import { pickRun, unpick, useSelection } from '../../state/selection-store.ts';
import { useCopyText } from '../../state/use-copy-text.ts';
import { CopyDialog } from '../../ui/CopyDialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { lineOf, neighbourRuns, withOlder, type RunLine } from './neighbour-runs.ts';
import { fetchOlderRuns, useOlderRuns } from './older-runs.ts';
import { RunningTrace } from './RunningTrace.tsx';
import { subjectOf, traceText } from './trace-text.ts';
import { TraceBody } from './TraceBody.tsx';

const Body = ({ id }: { id: string | null }) => {
  const { execution, fault } = useExecution(id);
  const run = useMirror(({ executions }) => (id === null ? undefined : executions[id]));
  if (execution) return <TraceBody key={id} execution={execution} />;
  if (id === null)
    return (
      <EmptyState icon={Route} title="Why did it do that?">
        <p>
          Press a key, or choose a run in the list: its steps with their times are shown here,
          what was sent, and what the device said.
        </p>
      </EmptyState>
    );
  if (run?.outcome === null) return <RunningTrace run={run} />;
  if (fault)
    return (
      <EmptyState icon={Route} title={fault.message}>
        <p>{hintOf(fault)}</p>
      </EmptyState>
    );
  return <p className="tr-none sec">Fetching the trace.</p>;
};

/** The runs of the same before and after the one that is shown, also beyond what the live list holds. */
const Neighbours = ({ here, subject }: { here: RunLine | undefined; subject: string }) => {
  const { newestFirst } = useRuns();
  const { lines, asked } = useOlderRuns();
  const { earlier, later } = neighbourRuns(withOlder(newestFirst, lines), here);
  const back = async (): Promise<void> => {
    const older =
      earlier ?? neighbourRuns(withOlder(newestFirst, await fetchOlderRuns()), here).earlier;
    if (older === null) announce('trace', `There is no earlier run of ${subject}`);
    else pickRun(older);
  };
  return (
    <>
      <IconButton
        icon={ChevronLeft}
        label={`Previous run of ${subject}`}
        disabled={here === undefined || (earlier === null && asked)}
        onClick={() => void back()}
      />
      <IconButton
        icon={ChevronRight}
        label={`Next run of ${subject}`}
        disabled={later === null}
        onClick={() => later !== null && pickRun(later)}
      />
    </>
  );
};

/** Why a run did what it did. */
export const Trace = () => {
  const { executionId, picked } = useSelection();
  const { execution } = useExecution(executionId);
  const line = useMirror(({ executions }) =>
    executionId === null ? undefined : executions[executionId],
  );
  const { copy, byHand, close } = useCopyText();
  const here = line ?? (execution && lineOf(execution));
  const subject = execution ? subjectOf(execution) : (line?.intent_name ?? 'this key');
  const isRunning = line?.outcome === null;
  return (
    <section className="pane tr-pane" aria-label="Trace">
      <div className="bar">
        <h2>Trace</h2>
        <span className="fig mut cut tr-id" title={executionId ?? undefined}>
          {executionId?.slice(-8)}
        </span>
        <span className="grow" />
        {isRunning && executionId !== null && (
          <button type="button" className="btn" onClick={() => cancelRun(executionId)}>
            <Square className="i i-14" aria-hidden />
            Cancel
          </button>
        )}
        {picked && <IconButton icon={LocateFixed} label="Follow my presses" onClick={unpick} />}
        <Neighbours here={here} subject={subject} />
        <IconButton
          icon={Copy}
          label="Copy as text"
          disabled={!execution}
          onClick={() => execution && copy('Trace', traceText(execution))}
        />
      </div>
      <Body id={executionId} />
      {byHand !== null && <CopyDialog text={byHand} onClose={close} />}
    </section>
  );
};
