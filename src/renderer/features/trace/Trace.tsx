import './trace.css';
import { ChevronLeft, ChevronRight, Copy, LocateFixed, Route } from 'lucide-react';
import type { Execution } from '#shared/contract/execution.ts';
import { hintOf } from '../../link/faults.ts';
import { useExecution } from '../../link/use-execution.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { useRuns } from '../../state/runs.ts';
import { pickRun, unpick, useSelection } from '../../state/selection-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { neighbourRuns } from './neighbour-runs.ts';
import { TraceBody } from './TraceBody.tsx';
import { traceText } from './trace-text.ts';

const copy = (execution: Execution): void => {
  // A page that came over plain HTTP from another machine is given no clipboard.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (!clipboard) {
    announce('copy', 'This page may not use the clipboard. Select the text and copy it.');
    return;
  }
  clipboard.writeText(traceText(execution)).then(
    () => announce('copy', 'Trace copied'),
    () => announce('copy', 'The trace could not be copied'),
  );
};

const Body = ({ id }: { id: string | null }) => {
  const { execution, fault } = useExecution(id);
  const isRunning = useMirror(
    ({ executions }) => id !== null && executions[id]?.outcome === null,
  );
  if (execution) return <TraceBody execution={execution} />;
  if (id === null)
    return (
      <EmptyState icon={Route} title="Why did it do that?">
        <p>
          Press a key, or choose a run in the list: its steps with their times are shown here,
          what was sent, and what the device said.
        </p>
      </EmptyState>
    );
  if (fault)
    return (
      <EmptyState icon={Route} title={fault.message}>
        <p>{hintOf(fault)}</p>
      </EmptyState>
    );
  return <p className="tr-none sec">{isRunning ? 'It still runs.' : 'Fetching the trace.'}</p>;
};

/** Why a run did what it did. */
export const Trace = () => {
  const { executionId, picked } = useSelection();
  const { newestFirst } = useRuns();
  const { execution } = useExecution(executionId);
  const { earlier, later } = neighbourRuns(newestFirst, executionId);
  const subject = execution?.intent_name ?? 'this key';
  return (
    <section className="pane" aria-label="Trace">
      <div className="bar">
        <h2>Trace</h2>
        <span className="fig mut cut tr-id" title={executionId ?? undefined}>
          {executionId?.slice(-8)}
        </span>
        <span className="grow" />
        {picked && <IconButton icon={LocateFixed} label="Follow my presses" onClick={unpick} />}
        <IconButton
          icon={ChevronLeft}
          label={`Previous run of ${subject}`}
          disabled={earlier === null}
          onClick={() => earlier !== null && pickRun(earlier)}
        />
        <IconButton
          icon={ChevronRight}
          label={`Next run of ${subject}`}
          disabled={later === null}
          onClick={() => later !== null && pickRun(later)}
        />
        <IconButton
          icon={Copy}
          label="Copy as text"
          disabled={!execution}
          onClick={() => execution && copy(execution)}
        />
      </div>
      <Body id={executionId} />
    </section>
  );
};
