import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { SecretValueSchema } from '#shared/contract/secrets.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';

interface SecretFormProps {
  /** The secret that gets this value; null where it is still to be named. */
  name: string | null;
  onSaved: () => void;
  onCancel: () => void;
}

const problemIn = (schema: typeof NameSchema, text: string): string | null =>
  text === '' ? null : (schema.safeParse(text).error?.issues[0]?.message ?? null);

const Problem = ({ id, text }: { id: string; text: string | null }) => (
  <div id={id}>
    {text !== null && (
      <p className="err">
        <X className="i i-14" aria-hidden />
        {text}
      </p>
    )}
  </div>
);

/** Takes the value of a secret. What is typed is kept nowhere on this screen. */
export const SecretForm = ({ name, onSaved, onCancel }: SecretFormProps) => {
  const id = useId();
  const [typedName, setTypedName] = useState('');
  const [value, setValue] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const secret = name ?? typedName.trim();
  const nameProblem = problemIn(NameSchema, secret);
  const valueProblem = problemIn(SecretValueSchema, value);
  const isComplete =
    NameSchema.safeParse(secret).success && SecretValueSchema.safeParse(value).success;

  const save = async (): Promise<void> => {
    setIsSaving(true);
    setFault(null);
    try {
      await ask((client, options) =>
        client.secrets.put({ params: { name: secret }, body: { value } }, options),
      );
      announce('secret', `Secret ${secret} saved`);
      onSaved();
    } catch (error) {
      setFault(faultOf(error));
      setIsSaving(false);
    }
  };

  return (
    <form
      className="secret-form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {name === null && (
        <div className="f">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            className="in fig"
            value={typedName}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={nameProblem !== null}
            aria-describedby={`${id}-name-note`}
            onChange={(event) => setTypedName(event.target.value)}
          />
          <Problem id={`${id}-name-note`} text={nameProblem} />
        </div>
      )}
      <div className="f">
        <label htmlFor={`${id}-value`}>
          {name === null ? 'Value' : `New value of ${name}`}
        </label>
        <input
          id={`${id}-value`}
          className="in fig"
          type="password"
          value={value}
          spellCheck={false}
          autoComplete="new-password"
          aria-invalid={valueProblem !== null}
          aria-describedby={`${id}-value-note`}
          onChange={(event) => setValue(event.target.value)}
        />
        <Problem id={`${id}-value-note`} text={valueProblem} />
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div className="do">
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={isSaving || !isComplete}
        >
          Save secret
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
};
