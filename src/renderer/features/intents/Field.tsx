import { useId, useState } from 'react';
import { FieldNote, TextField } from '../../ui/TextField.tsx';

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
      placeholder={placeholder}
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
      <FieldNote id={`${id}-note`} problems={problem} />
    </div>
  );
};
