import { useId, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { VariableTypeSchema } from '#shared/contract/variables.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import {
  CONSTRAINT_FIELDS,
  emptyVariable,
  registrationOf,
  VALUE_EXAMPLES,
  type ConstraintField,
  type Problems,
  type VariableDraft,
} from './new-variable.ts';
import { registerVariable } from './variable-writes.ts';

interface RegisterVariableProps {
  session: string;
  onRegistered: (name: string) => void;
  onClose: () => void;
}

const TYPES = VariableTypeSchema.options;

const LABELS: Record<ConstraintField, { label: string; help?: string; rows?: number }> = {
  min: { label: 'At least' },
  max: { label: 'At most' },
  step: { label: 'In steps of' },
  allowed: {
    label: 'Values to choose from',
    help: 'One a line. 14 and true are a number and a boolean; write "14" for the text.',
    rows: 4,
  },
  pattern: {
    label: 'Matches',
    help: 'A regular expression; ^ and $ stand for the whole text.',
  },
  shortest: { label: 'Length, at least' },
  longest: { label: 'Length, at most' },
  shape: { label: 'Shape', help: 'As in 2 × 3.' },
};

/** A new variable: its name, its type, what it may be, and its first value. */
export const RegisterVariable = ({ session, onRegistered, onClose }: RegisterVariableProps) => {
  const isLive = useIsLive();
  const typeId = useId();
  const [draft, setDraft] = useState(emptyVariable);
  const [problems, setProblems] = useState<Problems>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const change = (part: Partial<VariableDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setProblems({});
  };
  const register = async (): Promise<void> => {
    const judged = registrationOf(draft);
    setProblems(judged.ok ? {} : judged.problems);
    if (!judged.ok) return;
    setIsBusy(true);
    const failed = await registerVariable(session, judged.registration);
    setIsBusy(false);
    setFault(failed);
    if (failed) return;
    onRegistered(draft.name);
    onClose();
  };
  const isLong = draft.type === 'json' || draft.type === 'embedding' || draft.type === 'tensor';
  return (
    <Dialog title="New variable" onClose={onClose}>
      <form
        className="st-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isLive && !isBusy) void register();
        }}
      >
        <div className="st-pair">
          <TextField
            label="Name"
            kind="figure"
            value={draft.name}
            problem={problems.name}
            onChange={(name) => change({ name })}
          />
          <div className="f">
            <label htmlFor={typeId}>Type</label>
            <Select
              id={typeId}
              value={draft.type}
              onChange={({ target }) => {
                const type = VariableTypeSchema.safeParse(target.value);
                if (type.success) change({ type: type.data });
              }}
            >
              {TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          </div>
        </div>
        <div className="st-pair">
          {CONSTRAINT_FIELDS[draft.type].map((field) => (
            <TextField
              key={field}
              label={LABELS[field].label}
              kind="figure"
              value={draft[field]}
              problem={problems[field]}
              help={LABELS[field].help}
              rows={LABELS[field].rows}
              onChange={(text) => change({ [field]: text })}
            />
          ))}
        </div>
        <TextField
          label="First value"
          kind="figure"
          value={draft.value}
          problem={problems.value}
          placeholder={VALUE_EXAMPLES[draft.type]}
          rows={isLong ? 3 : undefined}
          onChange={(value) => change({ value })}
        />
        <TextField
          label="What it is for"
          value={draft.description}
          problem={problems.description}
          onChange={(description) => change({ description })}
        />
        <TextField
          label="Stale after"
          unit="seconds"
          kind="number"
          value={draft.staleAfter}
          problem={problems.staleAfter}
          help="Without a change for so long its value is shown as old. Leave it empty for what may stand still."
          onChange={(staleAfter) => change({ staleAfter })}
        />
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <button type="submit" className="btn" data-kind="primary" disabled={!isLive || isBusy}>
          Register it
        </button>
      </form>
    </Dialog>
  );
};
