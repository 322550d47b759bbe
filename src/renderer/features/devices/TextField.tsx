import { X } from 'lucide-react';
import { useId } from 'react';
import { useFormContext } from 'react-hook-form';
import type { TypedDevice } from './device-draft.ts';

interface TextFieldProps {
  name:
    | 'device_id'
    | 'page_count'
    | 'rows'
    | 'cols'
    | 'connection_url'
    | 'password_name'
    | 'metadata';
  label: string;
  help?: string;
  placeholder?: string;
  isFixed?: boolean;
  isArea?: boolean;
  isFigure?: boolean;
}

/** What is wrong with a field, or what it is for. */
export const FieldNote = ({
  id,
  problem,
  help,
}: {
  id: string;
  problem: string | undefined;
  help?: string | undefined;
}) => (
  <div id={id}>
    {problem !== undefined ? (
      <p className="err">
        <X className="i i-14" aria-hidden />
        {problem}
      </p>
    ) : (
      help !== undefined && <p className="help">{help}</p>
    )}
  </div>
);

/** One text of the device, with its label. */
export const TextField = ({
  name,
  label,
  help,
  placeholder,
  isFixed = false,
  isArea = false,
  isFigure = false,
}: TextFieldProps) => {
  const id = useId();
  const {
    register,
    formState: { errors },
  } = useFormContext<TypedDevice>();
  const problem = errors[name]?.message;
  const common = {
    ...register(name),
    id,
    readOnly: isFixed,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-note`,
    spellCheck: false,
    autoComplete: 'off',
    placeholder,
  };
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      {isArea ? (
        <textarea {...common} className="in area fig" rows={4} />
      ) : (
        <input {...common} className="in fig" inputMode={isFigure ? 'numeric' : undefined} />
      )}
      <FieldNote id={`${id}-note`} problem={problem} help={help} />
    </div>
  );
};
