import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { sameJson } from '#shared/domain/json-values.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { typedValue } from './typed-text.ts';
import type { MemberDraft, MemberEditing } from './use-member-edit.ts';
import { shortValue } from './value-words.ts';

import { ValueField } from './ValueField.tsx';

interface MemberEditorProps {
  /** `show.scene` */
  place: string;
  draft: MemberDraft;
  /** What stands there now. */
  now: unknown;
  editing: MemberEditing;
  takesFocus: boolean;
  /** It is over: the focus goes back to where it came from. */
  onEnd: () => void;
}

/** The value of one member, edited where it stands. Enter sets it, Escape keeps what was. */
export const MemberEditor = ({
  place,
  draft,
  now,
  editing,
  takesFocus,
  onEnd,
}: MemberEditorProps) => {
  const isLive = useIsLive();
  const problemId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const { fault, isBusy } = editing;
  const isOther = now === undefined || !sameJson(now, draft.base);
  const set = async (): Promise<void> => {
    const typed = typedValue(draft.kind, draft.text);
    setProblem(typed.ok ? null : typed.message);
    if (!typed.ok || !isLive || isBusy) return;
    if (await editing.set(typed.value)) onEnd();
  };
  const drop = (): void => {
    editing.drop();
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const isArea = event.target instanceof HTMLTextAreaElement;
    const isInput = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') drop();
    else if (event.key === 'Enter' && (isInput || (isArea && (event.ctrlKey || event.metaKey))))
      void set();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter and Escape of the fields in it
    <div className="st-editor" onKeyDown={onKeyDown}>
      <ValueField
        label={`Value of ${place}`}
        kind={draft.kind}
        text={draft.text}
        problem={problem}
        problemId={problemId}
        isFixed={isBusy}
        takesFocus={takesFocus}
        onChange={(kind, text) => {
          setProblem(null);
          editing.change({ ...draft, kind, text });
        }}
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
          Keep {shortValue(now).slice(0, 24)}
          <kbd>Esc</kbd>
        </button>
      </div>
      <div id={problemId} className="st-editor-said">
        {problem !== null && (
          <p className="err">
            <X className="i i-14" aria-hidden />
            <span>{problem}</span>
          </p>
        )}
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        {isOther && (
          <output className="err">
            <X className="i i-14" aria-hidden />
            <span>
              {now === undefined
                ? 'Somebody removed it while you typed.'
                : `Somebody set it to ${shortValue(now)} while you typed.`}{' '}
              Set shows both.
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
