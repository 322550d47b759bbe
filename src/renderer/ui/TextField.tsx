import { X } from 'lucide-react';
import { useId, type ReactNode } from 'react';

interface FieldNoteProps {
  id: string;
  problems: readonly string[];
  help?: string | undefined;
}

/** What is wrong with a field; where nothing is, what it is for. */
export const FieldNote = ({ id, problems, help }: FieldNoteProps) => (
  <div id={id} className="f-note">
    {problems.map((problem) => (
      <p key={problem} className="err">
        <X className="i i-14" aria-hidden />
        <span>{problem}</span>
      </p>
    ))}
    {problems.length === 0 && help !== undefined && <p className="help">{help}</p>}
  </div>
);

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** What is wrong with it, in one sentence or in several. */
  problem?: string | readonly string[] | null | undefined;
  help?: string | undefined;
  /** Behind the label: the unit, or where the value lands. */
  unit?: string | undefined;
  chip?: string | undefined;
  /** Names that can be chosen; others can be typed. */
  names?: readonly string[] | undefined;
  kind?: 'text' | 'figure' | 'number';
  /** Several lines. */
  rows?: number | undefined;
  placeholder?: string | undefined;
  /** It can be read and copied, not changed. */
  isFixed?: boolean;
  most?: number | undefined;
  /** Beside the field. */
  after?: ReactNode;
}

/** One thing to type, with its label and what is wrong with it. */
export const TextField = ({
  label,
  value,
  onChange,
  problem,
  help,
  unit,
  chip,
  names,
  kind = 'text',
  rows,
  placeholder,
  isFixed = false,
  most,
  after,
}: TextFieldProps) => {
  const id = useId();
  const problems = typeof problem === 'string' ? [problem] : (problem ?? []);
  const shared = {
    id,
    value,
    placeholder,
    readOnly: isFixed,
    maxLength: most,
    spellCheck: false,
    autoComplete: 'off',
    'aria-invalid': problems.length > 0,
    'aria-describedby': `${id}-note`,
  };
  const face = kind === 'text' ? '' : ' fig';
  return (
    <div className="f">
      <label htmlFor={id}>
        {label}
        {unit !== undefined && <span className="f-unit"> in {unit}</span>}
        {chip && <span className="chip">{chip}</span>}
      </label>
      <div className="f-line">
        {rows === undefined ? (
          <input
            {...shared}
            className={`in${face}`}
            inputMode={kind === 'number' ? 'decimal' : undefined}
            list={names && `${id}-names`}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...shared}
            className={`in area${face}`}
            rows={rows}
            onChange={(event) => onChange(event.target.value)}
          />
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
      <FieldNote id={`${id}-note`} problems={problems} help={help} />
    </div>
  );
};
