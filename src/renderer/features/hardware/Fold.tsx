import { useState, type ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { TypedClient } from './typed-client.ts';

interface FoldProps {
  words: string;
  /** What is wrong with one of these opens it. */
  fields: readonly (keyof TypedClient)[];
  children: ReactNode;
}

/** A part of the form that is folded away. Once open it stays so: nothing closes over what is being typed. */
export const Fold = ({ words, fields, children }: FoldProps) => {
  const {
    formState: { errors },
  } = useFormContext<TypedClient>();
  const [isOpen, setIsOpen] = useState(false);
  const isWrong = fields.some((field) => errors[field] !== undefined);
  return (
    <details
      className="hw-fold"
      open={isOpen || isWrong}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>{words}</summary>
      {children}
    </details>
  );
};
