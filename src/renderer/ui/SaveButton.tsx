import { Save } from 'lucide-react';
import { useEffect, useRef } from 'react';

interface SaveButtonProps {
  /** False where there is nothing to save, or while it is being saved. */
  canSave: boolean;
  onSave: () => void;
  /** It stands in a form, which Enter sends too. */
  isSubmit?: boolean;
  /** False beside something that is done more often. */
  isPrimary?: boolean;
}

/** Saves what is open on the page, by a press or by Ctrl+S (on a Mac Command+S) from anywhere on it. */
export const SaveButton = ({
  canSave,
  onSave,
  isPrimary = true,
  isSubmit = false,
}: SaveButtonProps) => {
  const now = useRef({ canSave, onSave });
  useEffect(() => {
    now.current = { canSave, onSave };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      // Or the browser would save the page.
      event.preventDefault();
      if (now.current.canSave) now.current.onSave();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      className="btn"
      data-kind={isPrimary ? 'primary' : undefined}
      disabled={!canSave}
      aria-keyshortcuts="Control+S Meta+S"
      onClick={isSubmit ? undefined : onSave}
    >
      <Save className="i i-14" aria-hidden />
      Save
      <kbd aria-hidden>Ctrl S</kbd>
    </button>
  );
};
