import { useId, useState } from 'react';
import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { isJsonObject } from '#shared/domain/json-values.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { FieldNote, TextField } from '../../ui/TextField.tsx';
import { forgetLost } from './commit-edit.ts';
import { memberAt } from './differences.ts';
import { typedValue, type ValueKind } from './typed-text.ts';
import { commitWithUndo } from './use-member-edit.ts';
import { ValueField } from './ValueField.tsx';
import { placeWords } from './value-words.ts';

interface AddMemberProps {
  session: string;
  snapshot: StateSnapshot;
  /** The member that was chosen: it goes into this one, or beside it. */
  beside: readonly string[];
  onAdded: (keys: readonly string[]) => void;
  onClose: () => void;
}

const holds = (value: unknown): boolean => Array.isArray(value) || isJsonObject(value);

/** Whatever holds members on the way to the chosen one, the innermost first. */
const containersOf = (data: StateSnapshot['data'], keys: readonly string[]) =>
  Array.from({ length: keys.length + 1 }, (_, at) => keys.slice(0, keys.length - at)).filter(
    (each) => holds(memberAt(data, each)),
  );

const conflictFault = (place: string): Fault => ({
  error_type: 'conflict',
  message: `Somebody added ${place} meanwhile.`,
  details: { hint: 'Nothing was changed. Edit theirs, or choose another name.' },
});

/** A new member of an object, or at the end of a list. */
export const AddMember = ({ session, snapshot, beside, onAdded, onClose }: AddMemberProps) => {
  const isLive = useIsLive();
  const { data, version } = snapshot;
  const [containers] = useState(() => containersOf(data, beside));
  const [at, setAt] = useState(0);
  const [name, setName] = useState('');
  const [value, setValue] = useState<{ kind: ValueKind; text: string }>({
    kind: 'text',
    text: '',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [nameProblem, setNameProblem] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const problemId = useId();
  const into = containers[at] ?? [];
  const container = memberAt(data, into);
  const list = Array.isArray(container) ? container : null;
  const add = async (): Promise<void> => {
    const typed = typedValue(value.kind, value.text);
    const taken =
      list === null && name === ''
        ? 'Type the name of the member.'
        : name === '__proto__' || name === 'constructor' || name === 'prototype'
          ? `${name} is no name for a member. Choose another one.`
          : list === null && isJsonObject(container) && Object.hasOwn(container, name)
            ? `There is ${name} already. Edit it, or choose another name.`
            : null;
    setProblem(typed.ok ? null : typed.message);
    setNameProblem(taken);
    if (!typed.ok || taken !== null) return;
    const keys = [...into, list ? '-' : name];
    const place = placeWords([...into, list ? String(list.length) : name], data);
    setIsBusy(true);
    const edit = {
      keys,
      version,
      base: undefined,
      mine: typed.value,
      ...(list ? { endsAt: list.length } : {}),
    };
    const committed = await commitWithUndo(session, edit, place);
    setIsBusy(false);
    if (committed.ok) {
      onAdded([...into, list ? String(list.length) : name]);
      onClose();
    } else if (committed.conflict) {
      setFault(conflictFault(place));
      // What was typed stays here: the patch that lost has no other use.
      await forgetLost(session, committed.conflict.lostId);
    } else setFault(committed.fault);
  };
  return (
    <Dialog title="Add a member" onClose={onClose}>
      <form
        className="st-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isLive && !isBusy) void add();
        }}
      >
        <div className="f">
          <label htmlFor={`${problemId}-into`}>Into</label>
          <Select
            id={`${problemId}-into`}
            value={String(at)}
            onChange={({ target }) => setAt(Number(target.value))}
          >
            {containers.map((keys, index) => (
              <option key={keys.join('/')} value={index}>
                {placeWords(keys, data)}
                {Array.isArray(memberAt(data, keys)) ? ', at its end' : ''}
              </option>
            ))}
          </Select>
        </div>
        {list === null && (
          <TextField
            label="Name"
            kind="figure"
            value={name}
            problem={nameProblem}
            onChange={setName}
          />
        )}
        <div className="f">
          <span className="st-label">Value</span>
          <ValueField
            label="Value"
            {...value}
            problem={problem}
            problemId={problemId}
            onChange={(kind, text) => setValue({ kind, text })}
          />
          <FieldNote id={problemId} problems={problem} />
        </div>
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <button type="submit" className="btn" data-kind="primary" disabled={!isLive || isBusy}>
          Add it
        </button>
      </form>
    </Dialog>
  );
};
