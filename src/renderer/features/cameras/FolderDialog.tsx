import { useId, useState } from 'react';
import { CamerasConfigSchema } from '#shared/contract/camera.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { asShown } from '../../link/precondition.ts';
import { announce } from '../../state/announcer.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';

interface FolderDialogProps {
  config: BridgeConfig;
  onClose: () => void;
}

const { output_dir: OutputDirSchema } = CamerasConfigSchema.shape;

/** Where the next takes go, on the machine that runs the engine. */
export const FolderDialog = ({ config, onClose }: FolderDialogProps) => {
  const id = useId();
  const [typed, setTyped] = useState(config.cameras.output_dir ?? '');
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const path = typed.trim();
  const checked = OutputDirSchema.safeParse(path === '' ? null : path);
  const problem = checked.error?.issues[0]?.message ?? null;

  const save = async (): Promise<void> => {
    if (!checked.success) return;
    setIsSaving(true);
    setFault(null);
    const cameras = { ...config.cameras, output_dir: checked.data };
    try {
      await ask((client, options) =>
        client.config.put(
          { headers: asShown('config', 'bridge'), body: { ...config, cameras } },
          options,
        ),
      );
      // Looked at right away: a folder that is not there is said before anybody records.
      await ask((client, options) => client.cameras.disks(undefined, options));
      announce('takes-folder', 'Takes go to another folder now');
      onClose();
    } catch (error) {
      setFault(faultOf(error));
      setIsSaving(false);
    }
  };

  return (
    <Dialog title="Folder for takes" onClose={onClose}>
      <form
        className="cam-folder"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="f">
          <label htmlFor={id}>Whole path</label>
          <input
            id={id}
            className="in fig"
            value={typed}
            maxLength={4096}
            placeholder="the app's own folder"
            spellCheck={false}
            autoComplete="off"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-note`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <p className={problem === null ? 'help' : 'err'} id={`${id}-note`}>
            {problem ??
              'On the machine that runs the engine. It has to be there. Empty: in the data folder of the app. What records now stays where it is.'}
          </p>
        </div>
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <div>
          <button
            type="submit"
            className="btn"
            data-kind="primary"
            disabled={
              isSaving || problem !== null || path === (config.cameras.output_dir ?? '')
            }
          >
            Use this folder
          </button>
        </div>
      </form>
    </Dialog>
  );
};
