import { X } from 'lucide-react';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';

interface InlineEditorProps {
  /** What stands there, in a few words. */
  keeps: string;
  isBusy: boolean;
  /** What is wrong with what was typed. */
  problem: string | null;
  fault: Fault | null;
  /** What somebody else made of it while this person typed. */
  meanwhile: string | null;
  onSet: () => void;
  onDrop: () => void;
  /** The field; what is said of it stands at this id. */
  children: (noteId: string) => ReactNode;
}

const isArea = (target: EventTarget): boolean => target instanceof HTMLTextAreaElement;
const isLine = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** A value, edited where it stands. Enter sets it (in several lines with Ctrl), Escape keeps what is. */
export const InlineEditor = ({
  keeps,
  isBusy,
  problem,
  fault,
  meanwhile,
  onSet,
  onDrop,
  children,
}: InlineEditorProps) => {
  const isLive = useIsLive();
  const noteId = useId();
  const set = (): void => {
    if (isLive && !isBusy) onSet();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const { key, target } = event;
    if (key === 'Escape') onDrop();
    else if (
      key === 'Enter' &&
      (isLine(target) || (isArea(target) && (event.ctrlKey || event.metaKey)))
    )
      set();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter and Escape of the fields in it
    <div className="st-editor" onKeyDown={onKeyDown}>
      {children(noteId)}
      <div className="st-editor-do">
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={!isLive || isBusy}
          onClick={set}
        >
          Set
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={onDrop}>
          <span className="cut">Keep {keeps.slice(0, 24)}</span>
          <kbd>Esc</kbd>
        </button>
      </div>
      <div id={noteId} className="st-editor-said">
        {problem !== null && (
          <p className="err">
            <X className="i i-14" aria-hidden />
            <span>{problem}</span>
          </p>
        )}
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        {meanwhile !== null && (
          <output className="err">
            <X className="i i-14" aria-hidden />
            <span>{meanwhile}</span>
          </output>
        )}
        {!isLive && (
          <p className="help">It is kept here, and can be set once the engine is back.</p>
        )}
      </div>
    </div>
  );
};
