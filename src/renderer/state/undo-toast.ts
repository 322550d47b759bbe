import { toast } from 'sonner';

const UNDO_MS = 12_000;

/** Says what was done, with the way back for a while. */
export const offerUndo = (text: string, undo: () => void): void => {
  toast(text, { duration: UNDO_MS, action: { label: 'Undo', onClick: undo } });
};

/** Says something that passes. */
export const say = (text: string): void => {
  toast(text);
};
