import { TriangleAlert } from 'lucide-react';
import { useId, useRef } from 'react';
import { templateMarks, templateWarnings } from '#shared/domain/template-marks.ts';

interface TemplateFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problems: readonly string[];
  /** Braces of the text's own are marked: not in a JSON body, whose braces are its own. */
  marksStray?: boolean;
  rows?: number;
}

/** A text with its variables marked as one types. */
export const TemplateField = ({
  label,
  value,
  onChange,
  problems,
  marksStray = true,
  rows = 2,
}: TemplateFieldProps) => {
  const id = useId();
  const back = useRef<HTMLPreElement>(null);
  const warnings = marksStray ? templateWarnings(value) : [];
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <div className="pr-template" data-invalid={problems.length > 0 ? true : undefined}>
        <pre ref={back} className="fig" aria-hidden>
          {templateMarks(value).map(({ kind, text, at }) => (
            <span key={at} data-kind={kind === 'stray' && !marksStray ? 'literal' : kind}>
              {text}
            </span>
          ))}
          {'\n'}
        </pre>
        <textarea
          id={id}
          className="fig"
          rows={rows}
          value={value}
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-notes`}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (!back.current) return;
            back.current.scrollTop = event.currentTarget.scrollTop;
            back.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
        />
      </div>
      <div id={`${id}-notes`} className="pr-notes">
        {problems.map((problem) => (
          <p key={problem} className="err">
            <TriangleAlert className="i i-14" aria-hidden />
            {problem}
          </p>
        ))}
        {warnings.slice(0, 5).map(({ at, message }) => (
          <p key={at} className="err">
            <TriangleAlert className="i i-14" aria-hidden />
            {message}
          </p>
        ))}
      </div>
    </div>
  );
};
