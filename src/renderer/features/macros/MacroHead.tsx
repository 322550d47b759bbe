import { ChevronRight, FlaskConical, Footprints, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useIsLive } from '../../state/connection-store.ts';
import { SaveButton } from '../../ui/SaveButton.tsx';
import type { MacroDraft } from './draft.ts';
import { dryRunMacro, runMacro, useAsking } from './run-macro.ts';
import { MacroUndo } from './MacroUndo.tsx';
import { RecordButton } from './RecordButton.tsx';
import { useRecording } from './recording.ts';
import type { MacroEdit } from './use-macro-draft.ts';

interface MacroHeadProps {
  macroId: string;
  draft: MacroDraft;
  macroEdit: MacroEdit;
  /** `5 steps · 1.4 s expected`. */
  summary: string;
  isRunning: boolean;
  /** Opens its history. */
  history: ReactNode;
  save: () => Promise<void>;
}

const RunButtons = ({ macroId, isRunning }: { macroId: string; isRunning: boolean }) => {
  const { isDryRunning, question, waiting } = useAsking(macroId);
  const isLive = useIsLive();
  const isArmed = question?.is.kind === 'arm';
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={isDryRunning || !isLive}
        onClick={() => void dryRunMacro(macroId)}
      >
        <FlaskConical className="i i-14" aria-hidden />
        Dry run
      </button>
      <button
        type="button"
        className="btn"
        disabled={!isLive || isRunning || waiting > 0}
        title="Step by step, with every command going to the simulators"
        onClick={() => void runMacro(macroId, { simulate: true, step_through: true })}
      >
        <Footprints className="i i-14" aria-hidden />
        Step through
      </button>
      <button
        type="button"
        className="btn m-run"
        data-kind="primary"
        disabled={!isLive || isRunning || waiting > 0}
        onClick={() => void runMacro(macroId, (isArmed && question.of) || {})}
      >
        <Play className="i i-14" aria-hidden />
        {isArmed ? 'Press again' : 'Run'}
      </button>
    </>
  );
};

/** Which macro this is, and what can be done with it as a whole. */
export const MacroHead = ({
  macroId,
  draft,
  macroEdit,
  summary,
  isRunning,
  history,
  save,
}: MacroHeadProps) => {
  const { isChanged, stored, drop, saving, problems } = macroEdit;
  const isWrong = problems.length > 0;
  const isRecording = useRecording(({ now }) => now?.macroId === macroId);
  return (
    <div className="page-head m-head">
      <Link href="/macros" className="m-crumb">
        Macros
      </Link>
      <ChevronRight className="i i-14" aria-hidden />
      <h1 className="cut">{draft.macro_name || (stored ? macroId : 'New macro')}</h1>
      <span className="mut cut m-summary">{summary}</span>
      <span className="grow" />
      <div className="m-acts">
        <MacroUndo macroId={macroId} />
        {stored && history}
        <RecordButton macroId={macroId} disabled={saving === 'busy'} />
        {isChanged && (
          <>
            <button
              type="button"
              className="btn"
              data-kind="quiet"
              disabled={isRecording}
              onClick={drop}
            >
              {stored ? 'Drop changes' : 'Drop it'}
            </button>
            <SaveButton
              canSave={saving !== 'busy' && !isWrong && !isRecording}
              isPrimary={!stored}
              onSave={() => void save()}
            />
          </>
        )}
        {stored && <RunButtons macroId={macroId} isRunning={isRunning} />}
      </div>
    </div>
  );
};
