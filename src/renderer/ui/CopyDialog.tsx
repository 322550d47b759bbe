import { useEffect, useRef } from 'react';
import { Dialog } from './Dialog.tsx';

/** For a page that may not use the clipboard: the text, selected, to be copied by hand. */
export const CopyDialog = ({ text, onClose }: { text: string; onClose: () => void }) => {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <Dialog title="Copy as text" onClose={onClose}>
      <p className="sec">
        This page may not use the clipboard. The text is selected: press Ctrl+C (⌘C on a Mac).
      </p>
      <textarea
        ref={field}
        className="in area fig"
        aria-label="The text to copy"
        rows={16}
        readOnly
        value={text}
      />
    </Dialog>
  );
};
