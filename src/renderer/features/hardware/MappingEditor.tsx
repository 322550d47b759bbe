import type { RefObject } from 'react';
import type { MappingFault } from '#shared/contract/osc-bridge.ts';
import { faultsByLine, offsetOf } from './mapping-draft.ts';

/** Moves the caret to where a fault stands. */
export const goTo = (field: HTMLTextAreaElement | null, fault: MappingFault): void => {
  if (!field) return;
  const at = offsetOf(field.value, fault);
  field.focus();
  field.setSelectionRange(at, at);
  const lines = field.value.split('\n').length;
  const box = field.closest('.code');
  box?.scrollTo({ top: (field.scrollHeight / lines) * Math.max(0, fault.line - 4) });
};

interface MappingEditorProps {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  text: string;
  faults: readonly MappingFault[];
  onChange: (text: string) => void;
}

/** A text with numbered lines; those with a fault are marked. */
export const MappingEditor = ({ field, label, text, faults, onChange }: MappingEditorProps) => {
  const lines = faultsByLine(text, faults);
  return (
    <div className="code">
      <ol className="code-lines fig" aria-hidden>
        {lines.map(({ number, faults: wrong }) => (
          <li key={number} data-fault={wrong.length > 0 || undefined}>
            {wrong.length > 0 && <b>✕</b>}
            {number}
          </li>
        ))}
      </ol>
      <textarea
        ref={field}
        className="code-text fig"
        aria-label={label}
        aria-invalid={faults.length > 0}
        rows={Math.max(3, lines.length)}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        data-own-undo
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};
