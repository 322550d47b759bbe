import { create } from 'zustand';

interface Undoable {
  /** What was done: `Step 3 removed`. */
  text: string;
  undo: () => void;
}

/** The last thing that can be taken back. */
export const useUndo = create<{ last: Undoable | null }>(() => ({ last: null }));

export const offerUndo = (text: string, undo: () => void): void =>
  useUndo.setState({ last: { text, undo } });

export const dropUndo = (): void => useUndo.setState({ last: null });
