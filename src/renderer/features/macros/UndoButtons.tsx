import { Redo2, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { useHistory } from './draft-history.ts';
import { stepDraft } from './draft-store.ts';

/** Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; with Cmd where that is the habit. */
const meantBy = (event: KeyboardEvent): 'undo' | 'redo' | null => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
};

const isInDialog = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('dialog') !== null;

/** Takes changes of the form back, and makes them again: all of it is one form, whichever field has the focus. */
export const UndoButtons = ({ macroId }: { macroId: string }) => {
  const { canUndo, canRedo } = useHistory(macroId);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const which = meantBy(event);
      if (which === null || isInDialog(event)) return;
      event.preventDefault();
      stepDraft(macroId, which);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [macroId]);
  return (
    <>
      <IconButton
        icon={Undo2}
        label="Take the last change back"
        shortcut="Control+Z"
        disabled={!canUndo}
        onClick={() => stepDraft(macroId, 'undo')}
      />
      <IconButton
        icon={Redo2}
        label="Make it again"
        shortcut="Control+Shift+Z"
        disabled={!canRedo}
        onClick={() => stepDraft(macroId, 'redo')}
      />
    </>
  );
};
