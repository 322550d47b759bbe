import { Circle, Pause, Play, Plus, Square, X } from 'lucide-react';
import { useId } from 'react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { commandTogether } from './command-store.ts';
import { Folder } from './Folder.tsx';
import { SessionButton } from './SessionButton.tsx';
import { takePayload, trialProblems, typeTrial, useNextTake, useSession } from './trial.ts';

interface NameFieldProps {
  label: string;
  value: string;
  readOnly?: boolean;
  problem: string | null;
  size: number;
  noteId: string;
  onChange: (value: string) => void;
}

const NameField = ({
  label,
  value,
  readOnly = false,
  problem,
  size,
  noteId,
  onChange,
}: NameFieldProps) => {
  const id = useId();
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="in fig"
        value={value}
        readOnly={readOnly}
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
const TrialFields = ({ cameras }: { cameras: CameraSlot[] }) => {
  const session = useSession(cameras);
  const typed = useNextTake(cameras);
  const problems = trialProblems(typed);
  const noteId = useId();
  const problem = problems.prefix ?? problems.number;
  return (
    <>
      <NameField
        label="Session"
        value={typed.prefix}
        readOnly={session !== null}
        problem={problems.prefix}
        size={12}
        noteId={noteId}
        onChange={(prefix) => typeTrial({ prefix })}
      />
      <SessionButton cameras={cameras} />
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
  const take = takePayload(useNextTake(cameras));
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
            ? commandTogether(running, 'pause_recording')
            : commandTogether(paused, 'resume_recording'))
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
        onClick={() => void commandTogether(slotsOf(takes), 'stop_recording')}
      >
        <Square className="i i-14" aria-hidden />
        Stop all
      </button>
      <button
        type="button"
        className="btn"
        disabled={idle.length === 0 || take === null}
        onClick={() => take && void commandTogether(idle, 'start_recording', take)}
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
    {cameras.length > 0 && <TrialFields cameras={cameras} />}
    {cameras.length > 0 && <Folder />}
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
