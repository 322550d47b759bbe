import { X } from 'lucide-react';
import { useId } from 'react';

interface FieldProps {
  label: string;
  value: string;
  problem: string | null;
  help?: string;
  numeric?: boolean;
  onChange: (value: string) => void;
}

/** A text with its label, and what is wrong with it or what it is for. */
export const Field = ({
  label,
  value,
  problem,
  help,
  numeric = false,
  onChange,
}: FieldProps) => {
  const id = useId();
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={numeric ? 'in fig' : 'in'}
        value={value}
        inputMode={numeric ? 'numeric' : undefined}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-note`}>
        {problem !== null ? (
          <p className="err">
            <X className="i i-14" aria-hidden />
            {problem}
          </p>
        ) : (
          help !== undefined && <p className="help">{help}</p>
        )}
      </div>
    </div>
  );
};
