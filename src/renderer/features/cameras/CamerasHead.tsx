import { Circle, Pause, Play, Plus, Square, X } from 'lucide-react';
import { useId } from 'react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { commandAll } from './command-store.ts';
import { takePayload, trialProblems, typeTrial, useTrial } from './trial.ts';

interface NameFieldProps {
  label: string;
  value: string;
  problem: string | null;
  size: number;
  noteId: string;
  onChange: (value: string) => void;
}

const NameField = ({ label, value, problem, size, noteId, onChange }: NameFieldProps) => {
  const id = useId();
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="in fig"
        value={value}
        size={size}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : noteId}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};

/** What the next takes are called. */
const TrialFields = () => {
  const typed = useTrial();
  const problems = trialProblems(typed);
  const noteId = useId();
  const problem = problems.prefix ?? problems.number;
  return (
    <>
      <NameField
        label="Session"
        value={typed.prefix}
        problem={problems.prefix}
        size={12}
        noteId={noteId}
        onChange={(prefix) => typeTrial({ prefix })}
      />
      <NameField
        label="Trial"
        value={typed.number}
        problem={problems.number}
        size={4}
        noteId={noteId}
        onChange={(number) => typeTrial({ number })}
      />
      <IconButton
        icon={Plus}
        label="Next trial"
        disabled={problems.number !== null || Number(typed.number) >= 9999}
        onClick={() => typeTrial({ number: String(Number(typed.number) + 1) })}
      />
      {problem !== null && (
        <p className="err" id={noteId}>
          <X className="i i-14" aria-hidden />
          {problem}
        </p>
      )}
    </>
  );
};

const slotsOf = (cameras: CameraSlot[]): string[] => cameras.map(({ slot }) => slot);

/** What is done with all cameras in one go: one call per slot, all in the same moment. */
const TogetherActions = ({ cameras }: { cameras: CameraSlot[] }) => {
  const take = takePayload(useTrial());
  const idle = slotsOf(cameras.filter((camera) => camera.descriptor && !camera.recording));
  const takes = cameras.filter((camera) => camera.recording);
  const running = slotsOf(takes.filter((camera) => camera.recording?.paused === false));
  const paused = slotsOf(takes.filter((camera) => camera.recording?.paused));
  const isPausing = running.length > 0 || paused.length === 0;
  return (
    <fieldset className="cam-all" aria-label="All cameras together">
      <button
        type="button"
        className="btn"
        disabled={takes.length === 0}
        onClick={() =>
          void (isPausing
            ? commandAll(running, 'pause_recording')
            : commandAll(paused, 'resume_recording'))
        }
      >
        {isPausing ? (
          <Pause className="i i-14" aria-hidden />
        ) : (
          <Play className="i i-14" aria-hidden />
        )}
        {isPausing ? 'Pause all' : 'Resume all'}
      </button>
      <button
        type="button"
        className="btn"
        disabled={takes.length === 0}
        onClick={() => void commandAll(slotsOf(takes), 'stop_recording')}
      >
        <Square className="i i-14" aria-hidden />
        Stop all
      </button>
      <button
        type="button"
        className="btn"
        disabled={idle.length === 0 || take === null}
        onClick={() => take && void commandAll(idle, 'start_recording', take)}
      >
        <Circle className="i i-14 rec-mark" aria-hidden />
        Record all{idle.length > 0 && ` ${idle.length}`}
      </button>
    </fieldset>
  );
};

export const CamerasHead = ({
  cameras,
  onAdd,
}: {
  cameras: CameraSlot[];
  /** Null where no slot is left. */
  onAdd: (() => void) | null;
}) => (
  <div className="page-head cam-head">
    <h1>Cameras</h1>
    <span className="grow" />
    {cameras.length > 0 && <TrialFields />}
    {cameras.length > 0 && <TogetherActions cameras={cameras} />}
    <button
      type="button"
      className="btn"
      data-kind="quiet"
      disabled={onAdd === null}
      aria-label="Add a camera"
      title="Add a camera, sixteen at most"
      onClick={() => onAdd?.()}
    >
      <Plus className="i i-14" aria-hidden />
      <span className="x-wide">Add a camera</span>
    </button>
  </div>
);
