import { Eraser, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';

const Problem = ({ id, text }: { id: string; text: string | null }) => (
  <div id={id} className="ie-note">
    {text !== null && (
      <p className="err">
        <X className="i i-14" aria-hidden />
        <span>{text}</span>
      </p>
    )}
  </div>
);

/** A browser takes seconds to lay out a megabyte in a line: of more than this the beginning is shown, and kept all of it. */
const MOST_EDITED = 20_000;
const MOST_SHOWN = 200;

interface TextFieldProps {
  label: string;
  /** Behind the label: where the value lands. */
  chip?: string | undefined;
  value: string;
  problem?: string | null;
  kind?: 'text' | 'figure' | 'lines';
  rows?: number;
  placeholder?: string;
  names?: readonly string[];
  help?: string | undefined;
  onChange: (text: string) => void;
  after?: ReactNode;
}

/** One thing to type, with what is wrong about it. */
export const TextField = ({
  label,
  chip,
  value,
  problem = null,
  kind = 'text',
  rows = 1,
  placeholder,
  names,
  help,
  onChange,
  after,
}: TextFieldProps) => {
  const id = useId();
  const isLong = value.length > MOST_EDITED;
  /** A paste that is too long to be laid out is taken without the browser's help. */
  const takeLong = (element: HTMLInputElement | HTMLTextAreaElement | null) => {
    const onBeforeInput = (event: Event): void => {
      if (!element || !(event instanceof InputEvent)) return;
      const pasted = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      if (pasted.length <= MOST_EDITED) return;
      event.preventDefault();
      const { value: before, selectionStart, selectionEnd } = element;
      const text = kind === 'lines' ? pasted : pasted.replaceAll(/[\r\n]+/g, ' ');
      const [from, to] = [selectionStart ?? before.length, selectionEnd ?? before.length];
      onChange(`${before.slice(0, from)}${text}${before.slice(to)}`);
    };
    element?.addEventListener('beforeinput', onBeforeInput);
    return () => element?.removeEventListener('beforeinput', onBeforeInput);
  };
  const shared = {
    id,
    ref: takeLong,
    value: isLong ? `${value.slice(0, MOST_SHOWN)}…` : value,
    readOnly: isLong,
    placeholder,
    spellCheck: false,
    'aria-invalid': problem !== null,
    'aria-describedby': `${id}-note`,
  };
  return (
    <div className="f">
      <label htmlFor={id}>
        {label}
        {chip !== undefined && chip !== '' && <span className="chip">{chip}</span>}
      </label>
      <div className="ie-input">
        {kind === 'lines' ? (
          <textarea
            {...shared}
            className="in area"
            rows={rows}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...shared}
            className={kind === 'figure' ? 'in fig' : 'in'}
            autoComplete="off"
            list={names && `${id}-names`}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
        {isLong && (
          <IconButton icon={Eraser} label={`Clear ${label}`} onClick={() => onChange('')} />
        )}
        {after}
      </div>
      {names && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
      )}
      {help !== undefined && problem === null && <p className="help">{help}</p>}
      <Problem id={`${id}-note`} text={problem} />
    </div>
  );
};

interface NumberFieldProps {
  label: string;
  unit?: string;
  /** Undefined: nothing is set. */
  value: number | undefined;
  problem?: string | null;
  placeholder?: string;
  onChange: (value: number | undefined) => void;
  isOptional?: boolean;
}

const numberOf = (text: string): number | undefined =>
  text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);

const shownNumber = (value: number | undefined): string =>
  value === undefined ? '' : String(value);

/** A number; what is typed and is none stays to be corrected. */
export const NumberField = ({
  label,
  unit,
  value,
  problem = null,
  placeholder,
  onChange,
  isOptional = false,
}: NumberFieldProps) => {
  const [typed, setTyped] = useState({ text: shownNumber(value), value });
  const { text } = typed;
  const isBad = text.trim() !== '' && numberOf(text) === undefined;
  // Another action stands here now, or an undo changed it.
  if (typed.value !== value) setTyped({ text: shownNumber(value), value });
  return (
    <TextField
      label={unit === undefined ? label : `${label} (${unit})`}
      kind="figure"
      value={text}
      {...(placeholder === undefined ? {} : { placeholder })}
      problem={isBad ? 'Type a number.' : problem}
      onChange={(next) => {
        const number = numberOf(next);
        const isSaid = number !== undefined || (isOptional && next.trim() === '');
        setTyped({ text: next, value: isSaid ? number : value });
        if (isSaid) onChange(number);
      }}
    />
  );
};

interface SelectFieldProps {
  label: string;
  value: string;
  problem?: string | null;
  groups: readonly { label: string; options: readonly { value: string; words: string }[] }[];
  /** What stands there while nothing is chosen. */
  blank: string;
  onChange: (value: string) => void;
}

/** One of many, in groups. What is chosen and not there any more is still shown. */
export const SelectField = ({
  label,
  value,
  problem = null,
  groups,
  blank,
  onChange,
}: SelectFieldProps) => {
  const id = useId();
  const isKnown = groups.some(({ options }) =>
    options.some((option) => option.value === value),
  );
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="in"
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      >
        {value === '' && <option value="">{blank}</option>}
        {value !== '' && !isKnown && <option value={value}>{value} (not there)</option>}
        {groups
          .filter(({ options }) => options.length > 0)
          .map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.words}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
      <Problem id={`${id}-note`} text={problem} />
    </div>
  );
};
