import { Folder as FolderIcon } from 'lucide-react';
import { useState } from 'react';
import { useConfig } from '../../state/mirror-store.ts';
import { folderName } from './disk-words.ts';
import { FolderDialog } from './FolderDialog.tsx';

/** Where takes go, and the way to change it. */
export const Folder = () => {
  const config = useConfig();
  const [isOpen, setIsOpen] = useState(false);
  if (!config) return null;
  const path = config.cameras.output_dir ?? null;
  return (
    <>
      <button
        type="button"
        className="btn cam-folder-button"
        title={path ?? "In the app's own folder"}
        aria-label={`Folder for takes: ${path ?? "the app's own"}`}
        onClick={() => setIsOpen(true)}
      >
        <FolderIcon className="i i-14" aria-hidden />
        <span className="cut">{path === null ? 'recordings' : folderName(path)}</span>
      </button>
      {isOpen && <FolderDialog config={config} onClose={() => setIsOpen(false)} />}
    </>
  );
};
