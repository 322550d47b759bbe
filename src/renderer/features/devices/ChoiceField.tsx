import { useId, type ReactNode } from 'react';
import { FieldNote } from '../../ui/TextField.tsx';
import { Select } from '../../ui/Select.tsx';

interface ChoiceFieldProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  problem?: string | undefined;
  help?: string;
  onChange: (value: string) => void;
  children?: ReactNode;
}

/** One of a few. */
export const ChoiceField = ({
  label,
  value,
  options,
  problem,
  help,
  onChange,
  children,
}: ChoiceFieldProps) => {
  const id = useId();
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        className="d-pick"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </Select>
      {children}
      <FieldNote id={`${id}-note`} problems={problem} help={help} />
    </div>
  );
};
