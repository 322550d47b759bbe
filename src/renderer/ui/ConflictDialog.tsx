import './conflict.css';
import { useState } from 'react';
import { Dialog } from './Dialog.tsx';
import { FieldBase, FieldValue } from './FieldValue.tsx';

export interface ConflictField {
  /** `retry.attempts`. */
  path: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
  by: 'theirs' | 'mine' | 'both';
}

interface ConflictDialogProps {
  /** `intent cut`. */
  what: string;
  fields: readonly ConflictField[];
  /** They deleted it: there is nothing to choose but to make it anew. */
  isGone: boolean;
  isBusy: boolean;
  /** Told what to take of each field, by its path. */
  onSave: (choices: ReadonlyMap<string, 'theirs' | 'mine'>) => void;
  /** Takes all of theirs. */
  onTheirs: () => void;
  onClose: () => void;
}

interface SideProps {
  field: ConflictField;
  side: 'theirs' | 'mine';
  isChosen: boolean;
  onChoose: () => void;
}

const Side = ({ field, side, isChosen, onChoose }: SideProps) => (
  <FieldValue
    label={
      <label>
        <input type="radio" name={field.path} checked={isChosen} onChange={onChoose} />
        {side === 'mine' ? 'Yours' : 'Theirs'}
      </label>
    }
    value={field[side]}
    copyLabel={`Copy ${side === 'mine' ? 'your' : 'their'} ${field.path}`}
    isChosen={isChosen}
  />
);

const usual = ({ by }: ConflictField): 'theirs' | 'mine' =>
  by === 'theirs' ? 'theirs' : 'mine';

const Field = ({
  field,
  choice,
  onChoose,
}: {
  field: ConflictField;
  choice: 'theirs' | 'mine';
  onChoose: (side: 'theirs' | 'mine') => void;
}) => (
  <fieldset className="conflict-field" data-by={field.by}>
    <legend>
      <b className="fig">{field.path}</b>
      <span className="mut">
        {field.by === 'both'
          ? 'both changed it'
          : field.by === 'mine'
            ? 'you changed it'
            : 'they changed it'}
      </span>
    </legend>
    <FieldBase label="Both began with" value={field.base} />
    {(['theirs', 'mine'] as const).map((side) => (
      <Side
        key={side}
        field={field}
        side={side}
        isChosen={choice === side}
        onChoose={() => onChoose(side)}
      />
    ))}
  </fieldset>
);

/** Two people changed one thing: theirs, yours and what both began with, field by field, to choose from. */
export const ConflictDialog = ({
  what,
  fields,
  isGone,
  isBusy,
  onSave,
  onTheirs,
  onClose,
}: ConflictDialogProps) => {
  const [choices, setChoices] = useState(
    () => new Map(fields.map((field) => [field.path, usual(field)])),
  );
  const choose = (path: string, side: 'theirs' | 'mine'): void =>
    setChoices((now) => new Map(now).set(path, side));
  const all = (side: 'theirs' | 'mine'): void =>
    setChoices(new Map(fields.map(({ path }) => [path, side])));
  return (
    <Dialog title={`Somebody else changed ${what}`} onClose={onClose}>
      {isGone ? (
        <p>
          It was deleted while you edited it. Yours is still here: save it anew, or let it go.
        </p>
      ) : (
        <>
          <p>
            Nothing was saved yet. Choose per field; what you don’t take can be copied before.
            Fields that only one of you changed are chosen already.
          </p>
          <div className="conflict-all">
            <button type="button" className="btn" onClick={() => all('theirs')}>
              All theirs
            </button>
            <button type="button" className="btn" onClick={() => all('mine')}>
              All yours
            </button>
          </div>
          {fields.map((field) => (
            <Field
              key={field.path}
              field={field}
              choice={choices.get(field.path) ?? usual(field)}
              onChoose={(side) => choose(field.path, side)}
            />
          ))}
        </>
      )}
      <div className="conflict-do">
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={isBusy}
          onClick={() => onSave(choices)}
        >
          {isGone ? 'Save it anew' : 'Save what is chosen'}
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={onTheirs}>
          {isGone ? 'Let it go' : 'Drop mine'}
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={onClose}>
          Go on editing
        </button>
      </div>
    </Dialog>
  );
};
