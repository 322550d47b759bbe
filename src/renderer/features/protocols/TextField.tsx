import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problems?: readonly string[];
  placeholder?: string;
  /** Several lines. */
  rows?: number;
  isFigure?: boolean;
  help?: string;
}

/** A labelled field with what is wrong under it. */
export const TextField = ({
  label,
  value,
  onChange,
  problems = [],
  placeholder,
  rows,
  isFigure = false,
  help,
}: TextFieldProps) => {
  const id = useId();
  const shared = {
    id,
    value,
    placeholder,
    spellCheck: !isFigure,
    'aria-invalid': problems.length > 0,
    'aria-describedby': `${id}-notes`,
  };
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input
          {...shared}
          className={isFigure ? 'in fig' : 'in'}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea
          {...shared}
          className={isFigure ? 'in area fig' : 'in area'}
          rows={rows}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <div id={`${id}-notes`} className="pr-notes">
        {help !== undefined && <p className="help">{help}</p>}
        {problems.map((problem) => (
          <p key={problem} className="err">
            <TriangleAlert className="i i-14" aria-hidden />
            {problem}
          </p>
        ))}
      </div>
    </div>
  );
};
