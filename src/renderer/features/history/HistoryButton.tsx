import './history.css';
import { History } from 'lucide-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { VersionedKind } from '#shared/contract/mirror.ts';
import { HistoryDialog } from './HistoryDialog.tsx';

interface HistoryButtonProps {
  kind: VersionedKind;
  /** The config's is `bridge`. */
  name: string;
}

/** Opens the changes of one value. */
export const HistoryButton = ({ kind, name }: HistoryButtonProps) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn" onClick={() => setIsOpen(true)}>
        <History className="i i-14" aria-hidden />
        History
      </button>
      {isOpen &&
        createPortal(
          // Outside of an editor's form, which Enter would save.
          <HistoryDialog kind={kind} name={name} onClose={() => setIsOpen(false)} />,
          document.body,
        )}
    </>
  );
};
