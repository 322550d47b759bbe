import { ArrowDown, ArrowUp, CopyPlus, FastForward, Play, Route, Trash2 } from 'lucide-react';
import type { StepReport } from '#shared/contract/execution.ts';
import { hintOf } from '../../link/faults.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { changeStep, duplicateStep, moveStep, type StepPlace } from './draft-edits.ts';
import type { MacroDraft, StepDraft } from './draft.ts';
import { runMacro } from './run-macro.ts';
import { StepForm } from './StepForm.tsx';
import { StepOutcome } from './StepOutcome.tsx';
import { stepTitle, takeStepOut } from './take-step-out.ts';
import type { MacroEdit } from './use-macro-draft.ts';

interface StepPaneProps {
  macroId: string;
  draft: MacroDraft;
  step: StepDraft;
  place: StepPlace;
  macroEdit: MacroEdit;
  report: StepReport | null;
  /** No run goes on. */
  isOver: boolean;
  openTrace: (executionId: string) => void;
}

/** What the step did in the run that is shown, and what to do about it. */
const Result = ({
  report,
  isOver,
  openTrace,
}: Pick<StepPaneProps, 'isOver' | 'openTrace'> & { report: StepReport }) => {
  const { execution_id, error } = report;
  const hint = error && hintOf(error);
  return (
    <div className="step-result">
      <div>
        <StepOutcome report={report} isOver={isOver} />
        <span className="grow" />
        {execution_id !== null && (
          <button type="button" className="btn" onClick={() => openTrace(execution_id)}>
            <Route className="i i-14" aria-hidden />
            Trace
          </button>
        )}
      </div>
      {error && (
        <p className={report.outcome === 'skipped' ? undefined : 'c-amber'}>{error.message}</p>
      )}
      {hint && <p className="sec">{hint}</p>}
    </div>
  );
};

/** Running one step, or the macro from it on. What runs is what is stored. */
const RunFrom = ({ macroId, step }: { macroId: string; step: StepDraft }) => {
  const from_step = step.saved;
  const reason =
    from_step === null ? 'Save the macro first: only what is stored runs.' : undefined;
  const run = (only_step: boolean): void => {
    if (from_step !== null) void runMacro(macroId, { from_step, only_step });
  };
  return (
    <div className="pair">
      <button
        type="button"
        className="btn"
        disabled={from_step === null}
        title={reason}
        onClick={() => run(true)}
      >
        <Play className="i i-14" aria-hidden />
        Run this step
      </button>
      <button
        type="button"
        className="btn"
        disabled={from_step === null}
        title={reason}
        onClick={() => run(false)}
      >
        <FastForward className="i i-14" aria-hidden />
        Run from here
      </button>
    </div>
  );
};

/** One step: what it did, what it is told to do, and where it stands. */
export const StepPane = (props: StepPaneProps) => {
  const { macroId, draft, step, place, macroEdit, report, isOver, openTrace } = props;
  const { edit, problems } = macroEdit;
  const { list, index } = place;
  const title = stepTitle(place);
  return (
    <>
      <div className="bar">
        <h2>{title}</h2>
        <span className="grow" />
        <IconButton
          icon={ArrowUp}
          label="Move up"
          disabled={index === 0}
          onClick={() => edit((before) => moveStep(before, place, -1))}
        />
        <IconButton
          icon={ArrowDown}
          label="Move down"
          disabled={index === draft[list].length - 1}
          onClick={() => edit((before) => moveStep(before, place, 1))}
        />
        <IconButton
          icon={CopyPlus}
          label="Duplicate"
          onClick={() => edit((before) => duplicateStep(before, place))}
        />
        <IconButton
          icon={Trash2}
          label="Remove"
          onClick={() => takeStepOut(edit, place, step)}
        />
      </div>
      <ScrollRegion className="insp-scroll" label={title}>
        {report && <Result report={report} isOver={isOver} openTrace={openTrace} />}
        <StepForm
          key={step.id}
          step={step}
          field={`${list}[${index}]`}
          problems={problems}
          change={(change) => edit((before) => changeStep(before, place, change))}
        />
        {list === 'steps' && (
          <div className="m-form">
            <RunFrom macroId={macroId} step={step} />
          </div>
        )}
      </ScrollRegion>
    </>
  );
};
