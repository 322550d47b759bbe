import { useState } from 'react';
import { sameJson } from '#shared/domain/json-values.ts';
import { InlineEditor } from './InlineEditor.tsx';
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

const meanwhileOf = (now: unknown, { base }: MemberDraft): string | null => {
  if (now === undefined) return 'Somebody removed it while you typed. Set shows both.';
  if (sameJson(now, base)) return null;
  return `Somebody set it to ${shortValue(now)} while you typed. Set shows both.`;
};

/** The value of one member of the state. */
export const MemberEditor = ({
  place,
  draft,
  now,
  editing,
  takesFocus,
  onEnd,
}: MemberEditorProps) => {
  const [problem, setProblem] = useState<string | null>(null);
  const { fault, isBusy } = editing;
  const set = async (): Promise<void> => {
    const typed = typedValue(draft.kind, draft.text);
    setProblem(typed.ok ? null : typed.message);
    if (typed.ok && (await editing.set(typed.value))) onEnd();
  };
  return (
    <InlineEditor
      keeps={shortValue(now)}
      isBusy={isBusy}
      problem={problem}
      fault={fault}
      meanwhile={meanwhileOf(now, draft)}
      onSet={() => void set()}
      onDrop={() => {
        editing.drop();
        onEnd();
      }}
    >
      {(noteId) => (
        <ValueField
          label={`Value of ${place}`}
          kind={draft.kind}
          text={draft.text}
          problem={problem}
          problemId={noteId}
          isFixed={isBusy}
          takesFocus={takesFocus}
          onChange={(kind, text) => {
            setProblem(null);
            editing.change({ ...draft, kind, text });
          }}
        />
      )}
    </InlineEditor>
  );
};
