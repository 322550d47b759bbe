import { Eraser, X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import { isTooLongToEdit, LONG_SHOWN, takingLongPastes } from './long-text.ts';

/** What is wrong with a field, in one sentence or in several. */
type Problem = string | readonly string[] | null | undefined;

interface FieldNoteProps {
  id: string;
  problems?: Problem;
  help?: string | undefined;
}

const listed = (problem: Problem): readonly string[] =>
  typeof problem === 'string' ? [problem] : (problem ?? []);

/** What is wrong with a field; where nothing is, what it is for. */
export const FieldNote = ({ id, problems, help }: FieldNoteProps) => {
  const all = listed(problems);
  return (
    <div id={id} className="f-note">
      {all.map((problem) => (
        <p key={problem} className="err">
          <X className="i i-14" aria-hidden />
          <span>{problem}</span>
        </p>
      ))}
      {all.length === 0 && help !== undefined && <p className="help">{help}</p>}
    </div>
  );
};

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problem?: Problem;
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
  const isLong = isTooLongToEdit(value, rows === undefined ? 'line' : 'area');
  const shared = {
    id,
    ref: takingLongPastes(onChange),
    value: isLong ? `${value.slice(0, LONG_SHOWN)}…` : value,
    placeholder,
    readOnly: isFixed || isLong,
    maxLength: most,
    spellCheck: false,
    autoComplete: 'off',
    'aria-invalid': listed(problem).length > 0,
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
        {isLong && !isFixed && (
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
      <FieldNote id={`${id}-note`} problems={problem} help={help} />
    </div>
  );
};
