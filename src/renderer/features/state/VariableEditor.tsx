import { X } from 'lucide-react';
import { useId, type KeyboardEvent } from 'react';
import type { Variable } from '#shared/contract/variables.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { typedText } from './typed-text.ts';
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

const Field = ({
  variable,
  text,
  isWrong,
  noteId,
  isFixed,
  takesFocus,
  onChange,
}: FieldProps) => {
  const { name, type, constraints } = variable;
  const shared = {
    value: text,
    'aria-label': `Value of ${name}`,
    'aria-invalid': isWrong,
    'aria-describedby': noteId,
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the person just asked for it
    autoFocus: takesFocus,
  };
  if (type === 'choice' || type === 'boolean') {
    const values = type === 'boolean' ? [true, false] : (constraints.enum ?? []);
    return (
      <Select {...shared} onChange={({ target }) => onChange(target.value)}>
        {values.map((value) => (
          <option key={typedText(value)} value={typedText(value)}>
            {typedText(value)}
          </option>
        ))}
      </Select>
    );
  }
  if (LONG.includes(type))
    return (
      <textarea
        {...shared}
        className="in area fig"
        readOnly={isFixed}
        rows={Math.min(8, Math.max(3, text.split('\n').length))}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  const isNumber = NUMBERS.includes(type);
  const step = (event: KeyboardEvent): void => {
    if (!isNumber || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    const stepped = steppedText(variable, text, event.key === 'ArrowUp' ? 1 : -1);
    event.preventDefault();
    event.stopPropagation();
    if (stepped !== null) onChange(stepped);
  };
  return (
    <input
      {...shared}
      className="in fig"
      readOnly={isFixed}
      inputMode={isNumber ? 'decimal' : undefined}
      spellCheck={false}
      autoComplete="off"
      onKeyDown={step}
      onChange={({ target }) => onChange(target.value)}
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

/** The value of a variable, edited where it stands. Enter sets it, Escape keeps what is. */
export const VariableEditor = ({
  variable,
  draft,
  editing,
  takesFocus,
  onEnd,
}: VariableEditorProps) => {
  const isLive = useIsLive();
  const noteId = useId();
  const { problem, fault, isBusy } = editing;
  const isOther = variable.version !== draft.version;
  const by = changedBy(variable);
  const set = async (): Promise<void> => {
    if (isLive && (await editing.set(variable))) onEnd();
  };
  const drop = (): void => {
    editing.drop();
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const isArea = event.target instanceof HTMLTextAreaElement;
    const sets = event.target instanceof HTMLInputElement || isArea || isSelect(event.target);
    if (event.key === 'Escape') drop();
    else if (event.key === 'Enter' && sets && (!isArea || event.ctrlKey || event.metaKey))
      void set();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const allowed = allowedWords(variable);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter and Escape of the fields in it
    <div className="st-editor" onKeyDown={onKeyDown}>
      <Field
        variable={variable}
        text={draft.text}
        isWrong={problem !== null}
        noteId={noteId}
        isFixed={isBusy}
        takesFocus={takesFocus}
        onChange={(text) => editing.change({ ...draft, text })}
      />
      <div className="st-editor-do">
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={!isLive || isBusy}
          onClick={() => void set()}
        >
          Set
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={drop}>
          <span className="cut">Keep {variableValueWords(variable).slice(0, 24)}</span>
          <kbd>Esc</kbd>
        </button>
      </div>
      <div id={noteId} className="st-editor-said">
        {problem !== null && (
          <p className="err">
            <X className="i i-14" aria-hidden />
            <span>
              {problem} {allowed !== '' && `Allowed: ${allowed}.`}
            </span>
          </p>
        )}
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        {isOther && (
          <output className="err">
            <X className="i i-14" aria-hidden />
            <span>
              {by ?? 'Somebody'} set it to {variableValueWords(variable).slice(0, 60)} while you
              typed. Set puts yours over it, Keep leaves theirs.
            </span>
          </output>
        )}
        {!isLive && (
          <p className="help">It is kept here, and can be set once the engine is back.</p>
        )}
      </div>
    </div>
  );
};

const isSelect = (target: EventTarget): boolean => target instanceof HTMLSelectElement;
