import { FlaskConical, Joystick, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Intent } from '#shared/contract/intent.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { restInWords, SaveRest } from '../../ui/SaveRest.tsx';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { fieldWords, type DraftProblem } from './draft.ts';
import { usageNames, usageWords, type Usage } from './intent-rows.ts';
import { useTrying } from './try-intent.ts';

interface EditorHeadProps {
  /** Null for a new one. */
  name: string | null;
  usage: Usage;
  entity: EntityForm<Intent>;
  /** Opens its history; nothing for a new one. */
  history: ReactNode;
  isSound: boolean;
  onSave: () => void;
  onDryRun: () => void;
  onSimulate: () => void;
  onAsk: (what: 'delete' | 'rename') => void;
}

/** What is open, and what can be done with all of it. */
export const EditorHead = ({
  name,
  usage,
  entity: { isDirty, saving, history: undo, drop },
  history,
  isSound,
  onSave,
  onDryRun,
  onSimulate,
  onAsk,
}: EditorHeadProps) => {
  const isLive = useIsLive();
  const isTrying = useTrying(({ isBusy }) => isBusy);
  return (
    <div className="page-head ie-head">
      <h1 className="cut">{name ?? 'New intent'}</h1>
      <span className="mut cut" title={usageNames(usage).join('\n')}>
        {name === null
          ? 'not saved yet'
          : usageWords(usage) === 'unused'
            ? 'unused'
            : `used by ${usageWords(usage)}`}
      </span>
      <span className="grow" />
      {isDirty && (
        <>
          <span className="chip" data-tone={saving === 'waiting' ? 'amber' : undefined}>
            {saving === 'waiting' ? 'saves when the store is back' : 'unsaved changes'}
          </span>
          <DropButton onDrop={drop} />
        </>
      )}
      <UndoButtons {...undo} />
      {history}
      {name !== null && (
        <>
          <IconButton
            icon={Pencil}
            label={isDirty ? 'Rename: save or drop the changes first' : 'Rename'}
            disabled={isDirty}
            onClick={() => onAsk('rename')}
          />
          <IconButton icon={Trash2} label="Delete" onClick={() => onAsk('delete')} />
        </>
      )}
      <button
        type="button"
        className="btn"
        disabled={!isLive || isTrying || !isSound}
        onClick={onDryRun}
      >
        <FlaskConical className="i i-14" aria-hidden />
        Dry run
      </button>
      <button
        type="button"
        className="btn"
        disabled={!isLive || isTrying || !isSound}
        title="Runs it with every command going to the simulators"
        onClick={onSimulate}
      >
        <Joystick className="i i-14" aria-hidden />
        Simulate
      </button>
      <SaveButton canSave={isDirty && saving !== 'busy'} onSave={onSave} />
    </div>
  );
};

interface EditorNoticesProps {
  entity: EntityForm<Intent>;
  isStored: boolean;
  problems: readonly DraftProblem[];
  onSaveRest: () => void;
}

const Rest = ({
  entity,
  problems,
  onSaveRest,
}: Pick<EditorNoticesProps, 'entity' | 'problems' | 'onSaveRest'>) => {
  return (
    <SaveRest
      problems={problems.map(({ path, message }) => ({ field: fieldWords(path), message }))}
      rest={restInWords(entity.rest(), fieldWords)}
      isBusy={entity.saving === 'busy'}
      onSaveRest={onSaveRest}
    />
  );
};

/** What is in the way of saving, or went wrong with it. */
export const EditorNotices = ({
  entity,
  isStored,
  problems,
  onSaveRest,
}: EditorNoticesProps) => {
  const { fault, changedMeanwhile } = entity;
  if (!fault && !changedMeanwhile && problems.length === 0) return null;
  return (
    <div className="ie-notices">
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {changedMeanwhile && (
        <p className="err">
          {isStored
            ? 'Somebody else saved it since you began. Save, and you choose field by field.'
            : 'Somebody else deleted it since you began. Save, and you may make it anew.'}
        </p>
      )}
      {problems.length > 0 && (
        <Rest entity={entity} problems={problems} onSaveRest={onSaveRest} />
      )}
    </div>
  );
};
