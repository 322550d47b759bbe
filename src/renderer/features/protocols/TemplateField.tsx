import { TriangleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { MOST_TEMPLATE } from '#shared/domain/compiled-protocol.ts';
import { templateMarks, templateWarnings } from '#shared/domain/template-marks.ts';

interface TemplateFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  problems: readonly string[];
  /** Braces of the text's own are marked: not in a JSON body, whose braces are its own. */
  marksStray?: boolean;
  rows?: number;
  /** Characters. A longer paste is not taken: a field with a megabyte in it would freeze the page. */
  most?: number;
}

/** Longer ones are shown without marks: each mark is an element of the page. */
const MOST_MARKED = 8 * 1024;

/** A text with its variables marked as one types. */
export const TemplateField = ({
  label,
  value,
  onChange,
  problems,
  marksStray = true,
  rows = 2,
  most = MOST_TEMPLATE,
}: TemplateFieldProps) => {
  const [refused, setRefused] = useState(0);
  const id = useId();
  const back = useRef<HTMLPreElement>(null);
  const isMarked = value.length <= MOST_MARKED;
  const warnings = marksStray && isMarked ? templateWarnings(value) : [];
  return (
    <div className="f">
      <label htmlFor={id}>{label}</label>
      <div
        className="pr-template"
        data-plain={isMarked ? undefined : true}
        data-invalid={problems.length > 0 ? true : undefined}
      >
        <pre ref={back} className="fig" aria-hidden>
          {(isMarked ? templateMarks(value) : []).map(({ kind, text, at }) => (
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
          onChange={(event) => {
            setRefused(0);
            onChange(event.target.value);
          }}
          onPaste={(event) => {
            const { length } = event.clipboardData.getData('text');
            if (length <= most) return;
            event.preventDefault();
            setRefused(length);
          }}
          onScroll={(event) => {
            if (!back.current) return;
            back.current.scrollTop = event.currentTarget.scrollTop;
            back.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
        />
      </div>
      <div id={`${id}-notes`} className="pr-notes">
        {refused > 0 && (
          <p className="err" role="alert">
            <TriangleAlert className="i i-14" aria-hidden />
            {`What you pasted has ${refused.toLocaleString('en')} characters; ${most.toLocaleString('en')} is the most. Nothing was pasted, what stood here is unchanged.`}
          </p>
        )}
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
