import { Eraser } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { isTooLongToEdit, LONG_SHOWN, takingLongPastes } from '../../ui/long-text.ts';

interface TypedTextProps {
  label: string;
  text: string;
  /** How many lines; absent for one. */
  rows?: number | undefined;
  isNumber?: boolean;
  isWrong: boolean;
  /** Where what is wrong with it is said. */
  noteId: string;
  /** It is on its way: what was typed now would be lost. */
  isFixed: boolean;
  takesFocus: boolean;
  onChange: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** A value as text, in a line or in several. One that would freeze the page is shown in part, and can be replaced. */
export const TypedText = ({
  label,
  text,
  rows,
  isNumber = false,
  isWrong,
  noteId,
  isFixed,
  takesFocus,
  onChange,
  onKeyDown,
}: TypedTextProps) => {
  const isLong = isTooLongToEdit(text, rows === undefined ? 'line' : 'area');
  const shared = {
    ref: takingLongPastes(onChange),
    value: isLong ? `${text.slice(0, LONG_SHOWN)}…` : text,
    readOnly: isFixed || isLong,
    'aria-label': label,
    'aria-invalid': isWrong,
    'aria-describedby': noteId,
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the person just asked for it
    autoFocus: takesFocus,
    spellCheck: false,
    onKeyDown,
  };
  const field =
    rows === undefined ? (
      <input
        {...shared}
        className="in fig"
        inputMode={isNumber ? 'decimal' : undefined}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    ) : (
      <textarea
        {...shared}
        className="in area fig"
        rows={isLong ? 3 : rows}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  if (!isLong) return field;
  return (
    <>
      {field}
      <IconButton
        icon={Eraser}
        label={`Clear ${label}, to type or paste another`}
        disabled={isFixed}
        onClick={() => onChange('')}
      />
      <span className="help num">{text.length.toLocaleString('en')} characters</span>
    </>
  );
};
