import './history.css';
import { History } from 'lucide-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from '../../ui/IconButton.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import type { HistoryKind } from './history-words.ts';

interface HistoryButtonProps {
  kind: HistoryKind;
  /** The config's is `bridge`. */
  name: string;
  /** For a head that is always narrow: its word is in the tooltip, as it is anywhere on a small screen. */
  isIcon?: boolean;
}

/** Opens the changes of one value. */
export const HistoryButton = ({ kind, name, isIcon = false }: HistoryButtonProps) => {
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => setIsOpen(true);
  return (
    <>
      {isIcon ? (
        <IconButton icon={History} label="History" onClick={open} />
      ) : (
        <button
          type="button"
          className="btn"
          aria-label="History"
          title="History"
          onClick={open}
        >
          <History className="i i-14" aria-hidden />
          <span className="h-word edit-bar-more">History</span>
        </button>
      )}
      {isOpen &&
        createPortal(
          // Outside of an editor's form, which Enter would save.
          <HistoryDialog kind={kind} name={name} onClose={() => setIsOpen(false)} />,
          document.body,
        )}
    </>
  );
};
