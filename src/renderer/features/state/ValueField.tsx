import { Select } from '../../ui/Select.tsx';
import { TypedText } from './TypedText.tsx';
import { KIND_WORDS, VALUE_KINDS, type ValueKind } from './typed-text.ts';

interface ValueFieldProps {
  /** `Value of show.scene`. */
  label: string;
  kind: ValueKind;
  text: string;
  problem: string | null;
  problemId: string;
  /** It is on its way: what was typed now would be lost. */
  isFixed?: boolean;
  /** The field takes the focus as soon as it is there. */
  takesFocus?: boolean;
  onChange: (kind: ValueKind, text: string) => void;
}

const textFor = (kind: ValueKind, text: string): string => {
  if (kind === 'null') return 'null';
  if (kind !== 'yes_no') return text;
  return text === 'true' ? 'true' : 'false';
};

const MOST_ROWS = 10;

const rowsOf = (kind: ValueKind, text: string): number =>
  kind === 'json' ? Math.max(3, text.split('\n', MOST_ROWS).length) : 3;

const isKind = (text: string): text is ValueKind => VALUE_KINDS.some((kind) => kind === text);

/** Any JSON value, typed by its kind. */
export const ValueField = ({
  label,
  kind,
  text,
  problem,
  problemId,
  isFixed = false,
  takesFocus = false,
  onChange,
}: ValueFieldProps) => {
  const isLong = kind === 'json' || (kind === 'text' && text.includes('\n'));
  return (
    <div className="st-value-field" data-long={isLong || undefined}>
      <Select
        aria-label={`Kind of ${label.toLowerCase()}`}
        value={kind}
        onChange={({ target: { value } }) => {
          if (isKind(value)) onChange(value, textFor(value, text));
        }}
      >
        {VALUE_KINDS.map((each) => (
          <option key={each} value={each}>
            {KIND_WORDS[each]}
          </option>
        ))}
      </Select>
      {kind === 'yes_no' && (
        <Select
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={problemId}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the person just asked for it
          autoFocus={takesFocus}
          value={text}
          onChange={({ target }) => onChange(kind, target.value)}
        >
          <option value="true">true</option>
          <option value="false">false</option>
        </Select>
      )}
      {kind === 'null' && <span className="fig sec st-null">null</span>}
      {(kind === 'text' || kind === 'number' || kind === 'json') && (
        <TypedText
          label={label}
          text={text}
          rows={isLong ? rowsOf(kind, text) : undefined}
          isNumber={kind === 'number'}
          isWrong={problem !== null}
          noteId={problemId}
          isFixed={isFixed}
          takesFocus={takesFocus}
          onChange={(next) => onChange(kind, next)}
        />
      )}
    </div>
  );
};
