import type { KeyboardEvent } from 'react';
import type { Variable } from '#shared/contract/variables.ts';
import { Select } from '../../ui/Select.tsx';
import { InlineEditor } from './InlineEditor.tsx';
import { typedText } from './typed-text.ts';
import { TypedText } from './TypedText.tsx';
import type { VariableEditDraft, VariableEditing } from './use-variable-edit.ts';
import { steppedText } from './variable-input.ts';
import { allowedWords, changedBy, variableValueWords } from './variable-words.ts';

interface FieldProps {
  variable: Variable;
  text: string;
  isWrong: boolean;
  noteId: string;
  /** It is on its way: what was typed now would be lost. */
  isFixed: boolean;
  takesFocus: boolean;
  onChange: (text: string) => void;
}

const NUMBERS: readonly Variable['type'][] = ['integer', 'float'];
const LONG: readonly Variable['type'][] = ['json', 'embedding', 'tensor'];
const MOST_ROWS = 8;

/** One line, unless it has several: in a line they would be lost. */
const rowsFor = (type: Variable['type'], text: string): number | undefined => {
  if (!LONG.includes(type) && !text.includes('\n')) return undefined;
  return Math.min(MOST_ROWS, Math.max(3, text.split('\n', MOST_ROWS).length));
};

const Field = ({ variable, text, takesFocus, onChange, ...rest }: FieldProps) => {
  const { name, type, constraints } = variable;
  const label = `Value of ${name}`;
  if (type === 'choice' || type === 'boolean') {
    const values = type === 'boolean' ? [true, false] : (constraints.enum ?? []);
    return (
      <Select
        value={text}
        aria-label={label}
        aria-invalid={rest.isWrong}
        aria-describedby={rest.noteId}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the person just asked for it
        autoFocus={takesFocus}
        onChange={({ target }) => onChange(target.value)}
      >
        {values.map((value) => (
          <option key={typedText(value)} value={typedText(value)}>
            {typedText(value)}
          </option>
        ))}
      </Select>
    );
  }
  const isNumber = NUMBERS.includes(type);
  const step = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const stepped = steppedText(variable, text, event.key === 'ArrowUp' ? 1 : -1);
    event.preventDefault();
    event.stopPropagation();
    if (stepped !== null) onChange(stepped);
  };
  return (
    <TypedText
      {...rest}
      label={label}
      text={text}
      rows={rowsFor(type, text)}
      isNumber={isNumber}
      takesFocus={takesFocus}
      onChange={onChange}
      {...(isNumber ? { onKeyDown: step } : {})}
    />
  );
};

interface VariableEditorProps {
  variable: Variable;
  draft: VariableEditDraft;
  editing: VariableEditing;
  takesFocus: boolean;
  onEnd: () => void;
}

/** The value of a variable, typed by its type. */
export const VariableEditor = ({
  variable,
  draft,
  editing,
  takesFocus,
  onEnd,
}: VariableEditorProps) => {
  const { problem, fault, isBusy } = editing;
  const words = variableValueWords(variable);
  const allowed = allowedWords(variable);
  const set = async (): Promise<void> => {
    if (await editing.set(variable)) onEnd();
  };
  return (
    <InlineEditor
      keeps={words}
      isBusy={isBusy}
      problem={problem && `${problem}${allowed === '' ? '' : ` Allowed: ${allowed}.`}`}
      fault={fault}
      meanwhile={
        variable.version === draft.version
          ? null
          : `${changedBy(variable) ?? 'Somebody'} set it to ${words.slice(0, 60)} while you typed. Set puts yours over it, Keep leaves theirs.`
      }
      onSet={() => void set()}
      onDrop={() => {
        editing.drop();
        onEnd();
      }}
    >
      {(noteId) => (
        <Field
          variable={variable}
          text={draft.text}
          isWrong={problem !== null}
          noteId={noteId}
          isFixed={isBusy}
          takesFocus={takesFocus}
          onChange={(text) => editing.change({ ...draft, text })}
        />
      )}
    </InlineEditor>
  );
};
