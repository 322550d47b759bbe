import { useId, useState } from 'react';
import { useDevices } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { followsWords } from './device-uses.ts';
import { renameDevice, renameProblem } from './rename-device.ts';
import { FieldNote } from './TextField.tsx';
import { useDeviceUses } from './use-device-uses.ts';

interface RenameDeviceProps {
  id: string;
  onRenamed: (id: string) => void;
  onClose: () => void;
}

/** Another name, which everything follows that names it. */
export const RenameDevice = ({ id: from, onRenamed, onClose }: RenameDeviceProps) => {
  const field = useId();
  const devices = useDevices();
  const uses = useDeviceUses(from);
  // What follows already names it by its new name: the words are those of the beginning.
  const [follows] = useState(() => followsWords(uses));
  const [name, setName] = useState(from);
  const [isBusy, setIsBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const problem = isBusy ? null : renameProblem(from, name.trim(), devices);
  const rename = async (): Promise<void> => {
    setIsBusy(true);
    const why = await renameDevice(from, name.trim());
    setIsBusy(false);
    setFailed(why);
    if (why !== null) return;
    const to = name.trim();
    offerUndo(`${from} is ${to} now`, () => {
      void renameDevice(to, from).then((kept) =>
        kept === null ? onRenamed(from) : say(`It is still ${to}: ${kept}`),
      );
    });
    onRenamed(to);
  };
  return (
    <Dialog title={`Rename ${from}`} onClose={onClose}>
      <form
        className="d-rename"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null && !isBusy) void rename();
        }}
      >
        <div className="f">
          <label htmlFor={field}>New name</label>
          <input
            id={field}
            className="in fig"
            value={name}
            aria-invalid={name !== from && problem !== null}
            aria-describedby={`${field}-note`}
            onChange={(event) => setName(event.target.value)}
          />
          <FieldNote
            id={`${field}-note`}
            problem={name === from ? undefined : (problem ?? undefined)}
            help={`${follows === null ? 'Nothing names it.' : `What names it follows: ${follows}.`} Agents and programs outside must be told.`}
          />
        </div>
        {failed !== null && (
          <FaultNote
            message={failed}
            hint="Where it broke off, repeat it: what follows already is not done twice."
          />
        )}
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={problem !== null || isBusy}
        >
          {isBusy ? 'Renaming …' : 'Rename it'}
        </button>
      </form>
    </Dialog>
  );
};
