import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal over the page; Escape and the cross close it. */
export const Dialog = ({ title, onClose, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // One that is taken away in place of being closed would take the focus with it.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="over dialog" aria-labelledby={titleId} onClose={onClose}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          data-size="icon"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <X className="i" aria-hidden />
        </button>
      </header>
      <div className="body">{children}</div>
    </dialog>
  );
};
