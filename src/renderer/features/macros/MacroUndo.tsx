import { useEffect } from 'react';
import { announce } from '../../state/announcer.ts';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { useHistory } from './draft-history.ts';
import { stepDraft } from './draft-store.ts';

/** Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; with Cmd where that is the habit. */
const meantBy = (event: KeyboardEvent): 'undo' | 'redo' | null => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
};

/** What types by itself: its undo is the browser's. */
const OWN_UNDO = 'dialog, [role="dialog"], [data-own-undo]';

const isElsewhere = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest(OWN_UNDO) !== null;

const go = (macroId: string, which: 'undo' | 'redo'): void => {
  if (stepDraft(macroId, which))
    announce('history', which === 'undo' ? 'Undone' : 'Done again');
};

/** Takes changes of the form back, and makes them again: all of it is one form, whichever field has the focus. */
export const MacroUndo = ({ macroId }: { macroId: string }) => {
  const { canUndo, canRedo } = useHistory(macroId);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const which = meantBy(event);
      if (which === null || isElsewhere(event)) return;
      event.preventDefault();
      go(macroId, which);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [macroId]);
  return (
    <UndoButtons
      canUndo={canUndo}
      canRedo={canRedo}
      undo={() => go(macroId, 'undo')}
      redo={() => go(macroId, 'redo')}
    />
  );
};
