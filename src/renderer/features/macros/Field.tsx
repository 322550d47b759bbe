import { useState } from 'react';
import { TextField, type TextFieldProps } from '../../ui/TextField.tsx';

interface FieldProps extends Omit<TextFieldProps, 'kind' | 'rows' | 'most'> {
  kind?: 'text' | 'figure' | 'json';
  /** What fits; a longer text is not taken, and that is said. Characters. */
  most?: number;
}

/** A browser stands still while it lays out a megabyte, and nobody types that. */
const MOST = { text: 2000, figure: 2000, json: 100_000 };
const FACES = {
  text: { kind: 'text' },
  figure: { kind: 'number' },
  json: { kind: 'figure', rows: 2 },
} as const;

/** One thing to type, that takes as much as it can show. */
export const Field = ({
  value,
  onChange,
  problem,
  kind = 'text',
  most = MOST[kind],
  ...rest
}: FieldProps) => {
  const [tooLong, setTooLong] = useState<number | null>(null);
  const take = (text: string): void => {
    const isTooLong = text.length > most && text.length > value.length;
    setTooLong(isTooLong ? text.length : null);
    if (!isTooLong) onChange(text);
  };
  const wrong =
    tooLong === null
      ? problem
      : `That has ${tooLong.toLocaleString('en')} characters and was not taken; ${most.toLocaleString('en')} fit here.`;
  return <TextField {...rest} {...FACES[kind]} value={value} problem={wrong} onChange={take} />;
};

interface TickProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Tick = ({ label, checked, onChange }: TickProps) => (
  <label className="tick">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
);
