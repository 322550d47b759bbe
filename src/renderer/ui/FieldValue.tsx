import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';

const shown = (value: unknown): string => {
  if (value === undefined) return '(not there)';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
};

const copy = (value: unknown): void => {
  void navigator.clipboard.writeText(shown(value));
};

interface FieldValueProps {
  /** Whose value it is, or of when. */
  label: ReactNode;
  value: unknown;
  /** `Copy your guard`. */
  copyLabel: string;
  isChosen?: boolean;
}

/** One side of a field that two versions have differently, to be read and copied. */
export const FieldValue = ({ label, value, copyLabel, isChosen = false }: FieldValueProps) => (
  <div className="conflict-side" data-chosen={isChosen ? true : undefined}>
    {label}
    <IconButton icon={Copy} label={copyLabel} onClick={() => copy(value)} />
    <pre className="fig">{shown(value)}</pre>
  </div>
);

/** A value that both sides have in common. */
export const FieldBase = ({ label, value }: Pick<FieldValueProps, 'label' | 'value'>) => (
  <div className="conflict-base">
    <span className="mut">{label}</span>
    <pre className="fig">{shown(value)}</pre>
  </div>
);
