import { useState } from 'react';
import { TemplateField } from './TemplateField.tsx';

/** Line ends are typed as `\r\n`: a text area would lose the CR. */
const shownLine = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
const typedLine = (text: string): string =>
  text
    .replaceAll('\n', '\\n')
    .replace(/\\(\\|r|n)/g, (_, which: string) =>
      which === 'r' ? '\r' : which === 'n' ? '\n' : '\\',
    );

interface LineFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problems: readonly string[];
}

/** A template with CR and LF in it, typed as `\r` and `\n`. */
export const LineField = ({ value, onChange, ...rest }: LineFieldProps) => {
  const [typed, setTyped] = useState(() => shownLine(value));
  // A lone backslash may still become something: what is typed stands as long as it means the value.
  const shown = typedLine(typed) === value ? typed : shownLine(value);
  return (
    <TemplateField
      {...rest}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onChange(typedLine(text));
      }}
    />
  );
};
