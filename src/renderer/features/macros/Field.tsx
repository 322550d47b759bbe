import { X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | null;
  help?: string | undefined;
  /** Behind the label: the unit. */
  unit?: string;
  /** Names that can be chosen; others can be typed. */
  names?: string[];
  kind?: 'text' | 'figure' | 'json';
  placeholder?: string;
  /** What fits; a longer text is not taken, and that is said. Characters. */
  most?: number;
  /** It can be read and copied, not changed. */
  isFixed?: boolean;
}

const Note = ({ id, problem, help }: { id: string; problem: string | null; help?: string }) => (
  <div id={id} className="f-note">
    {problem !== null ? (
      <p className="err">
        <X className="i i-14" aria-hidden />
        {problem}
      </p>
    ) : (
      help !== undefined && <p className="help">{help}</p>
    )}
  </div>
);

/** A browser stands still while it lays out a megabyte, and nobody types that. */
const MOST = { text: 2000, figure: 2000, json: 100_000 };

/** One thing to type, with what is wrong about it. */
export const Field = ({
  label,
  value,
  onChange,
  problem,
  help,
  unit,
  names,
  kind = 'text',
  placeholder,
  most = MOST[kind],
  isFixed = false,
}: FieldProps) => {
  const id = useId();
  const [tooLong, setTooLong] = useState<number | null>(null);
  const take = (text: string): void => {
    const isTooLong = text.length > most && text.length > value.length;
    setTooLong(isTooLong ? text.length : null);
    if (!isTooLong) onChange(text);
  };
  const wrong =
    tooLong === null
      ? problem
      : `That has ${tooLong.toLocaleString('en')} characters and was not taken; ${most.toLocaleString('en')} fit here.`;
  const shared = {
    id,
    value,
    placeholder,
    'aria-invalid': wrong !== null,
    'aria-describedby': `${id}-note`,
    spellCheck: false,
    readOnly: isFixed,
  };
  return (
    <div className="f">
      <label htmlFor={id}>
        {label}
        {unit !== undefined && <span className="f-unit"> in {unit}</span>}
      </label>
      {kind === 'json' ? (
        <textarea
          {...shared}
          className="in area fig"
          rows={2}
          onChange={(event) => take(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          className={kind === 'figure' ? 'in fig' : 'in'}
          inputMode={kind === 'figure' ? 'decimal' : undefined}
          list={names && `${id}-names`}
          autoComplete="off"
          onChange={(event) => take(event.target.value)}
        />
      )}
      {names && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
      )}
      <Note id={`${id}-note`} problem={wrong} {...(help === undefined ? {} : { help })} />
    </div>
  );
};

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; words: string; icon?: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of a few, all of them in sight. */
export const Choice = <T extends string>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<T>) => {
  const id = useId();
  return (
    <fieldset className="f choice">
      <legend>{label}</legend>
      <div className="seg">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              className="sr"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon}
            {option.words}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

interface TickProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Tick = ({ label, checked, onChange }: TickProps) => (
  <label className="tick">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
);
