import { Undo2, X } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { dropUndo, useUndo } from './undo.ts';

/** What was just taken away, and the way back. It stays until the next such thing. */
export const UndoBar = () => {
  const last = useUndo(({ last }) => last);
  return (
    <output className="m-undo">
      {last && (
        <div className="m-notice">
          <span className="cut">{last.text}</span>
          <span className="grow" />
          <button
            type="button"
            className="btn"
            onClick={() => {
              dropUndo();
              last.undo();
            }}
          >
            <Undo2 className="i i-14" aria-hidden />
            Undo
          </button>
          <IconButton icon={X} label="Dismiss" onClick={dropUndo} />
        </div>
      )}
    </output>
  );
};
