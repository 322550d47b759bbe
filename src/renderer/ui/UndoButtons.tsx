import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from './IconButton.tsx';

interface UndoButtonsProps {
  canUndo: boolean;
  canRedo: boolean;
  undo: () => void;
  redo: () => void;
}

/** Back and forth through what was changed in a form. */
export const UndoButtons = ({ canUndo, canRedo, undo, redo }: UndoButtonsProps) => (
  <>
    <IconButton icon={Undo2} label="Undo (Ctrl+Z)" disabled={!canUndo} onClick={undo} />
    <IconButton icon={Redo2} label="Redo (Ctrl+Shift+Z)" disabled={!canRedo} onClick={redo} />
  </>
);
