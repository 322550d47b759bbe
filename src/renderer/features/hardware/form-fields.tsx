import { useId } from 'react';
import { get, useController, useFormContext, type FieldPathByValue } from 'react-hook-form';
import { Select } from '../../ui/Select.tsx';
import { FieldNote, TextField, type TextFieldProps } from '../../ui/TextField.tsx';
import type { TypedClient } from './typed-client.ts';

type TextPath = FieldPathByValue<TypedClient, string>;
type TickPath = FieldPathByValue<TypedClient, boolean>;

/** What is wrong with a field of the form, or with a list of it as a whole. */
export const useProblem = (path: string): string | undefined => {
  const {
    formState: { errors },
  } = useFormContext<TypedClient>();
  const error: unknown = get(errors, path);
  if (typeof error !== 'object' || error === null) return undefined;
  const message: unknown = 'message' in error ? error.message : get(error, 'root.message');
  return typeof message === 'string' ? message : undefined;
};

type ClientTextProps = { name: TextPath } & Omit<
  TextFieldProps,
  'value' | 'onChange' | 'problem'
>;

/** One text of the client. */
export const ClientText = ({ name, ...props }: ClientTextProps) => {
  const { field } = useController<TypedClient, TextPath>({ name });
  const problem = useProblem(name);
  return (
    <TextField {...props} value={field.value} problem={problem} onChange={field.onChange} />
  );
};

interface ClientTickProps {
  name: TickPath;
  label: string;
  help?: string;
}

/** One yes or no of the client. */
export const ClientTick = ({ name, label, help }: ClientTickProps) => {
  const { register } = useFormContext<TypedClient>();
  return (
    <label className="hw-tick">
      <input type="checkbox" {...register(name)} />
      <span>
        {label}
        {help !== undefined && <span className="help">{help}</span>}
      </span>
    </label>
  );
};

interface ClientPickProps {
  name: TextPath;
  label: string;
  options: readonly (readonly [value: string, words: string])[];
  help?: string;
  isFixed?: boolean;
  /** Told besides the form. */
  onPick?: (value: string) => void;
}

/** One of a few. */
export const ClientPick = ({
  name,
  label,
  options,
  help,
  isFixed = false,
  onPick,
}: ClientPickProps) => {
  const id = useId();
  const { field } = useController<TypedClient, TextPath>({ name });
  const problem = useProblem(name);
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        value={field.value}
        disabled={isFixed}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          field.onChange(event.target.value);
          onPick?.(event.target.value);
        }}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
      <FieldNote
        id={`${id}-note`}
        problems={problem === undefined ? [] : [problem]}
        help={help}
      />
    </div>
  );
};
