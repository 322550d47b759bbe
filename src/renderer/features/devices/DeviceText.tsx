import { useController, useFormContext } from 'react-hook-form';
import { TextField, type TextFieldProps } from '../../ui/TextField.tsx';
import type { TypedDevice } from './device-draft.ts';

type TextName =
  | 'device_id'
  | 'page_count'
  | 'rows'
  | 'cols'
  | 'connection_url'
  | 'password_name'
  | 'metadata';

type DeviceTextProps = { name: TextName } & Omit<
  TextFieldProps,
  'value' | 'onChange' | 'problem'
>;

/** One text of the device. */
export const DeviceText = ({ name, ...props }: DeviceTextProps) => {
  const { field } = useController<TypedDevice, TextName>({ name });
  const {
    formState: { errors },
  } = useFormContext<TypedDevice>();
  return (
    <TextField
      kind="figure"
      {...props}
      value={field.value}
      problem={errors[name]?.message}
      onChange={field.onChange}
    />
  );
};
