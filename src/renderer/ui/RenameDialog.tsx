import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { Dialog } from './Dialog.tsx';
import { FaultNote } from './FaultNote.tsx';
import { renameProblem, type RenamedThing } from './rename-problem.ts';
import { TextField } from './TextField.tsx';

interface RenameDialogProps extends RenamedThing {
  /** What follows, in a sentence. */
  follows: string;
  /** Null where it is done. */
  rename: (to: string) => Promise<Fault | null>;
  onClose: () => void;
}

/** Another name, which everything follows that names it. */
export const RenameDialog = ({ follows, rename, onClose, ...thing }: RenameDialogProps) => {
  const { word, from } = thing;
  const [typed, setTyped] = useState(from);
  const [isBusy, setIsBusy] = useState(false);
  const [failed, setFailed] = useState<Fault | null>(null);
  // What follows already names it by its new name while it is renamed: the words are those of the beginning.
  const [followsFirst] = useState(follows);
  const to = typed.trim();
  const problem = isBusy ? null : renameProblem(thing, to);
  const submit = async (): Promise<void> => {
    setIsBusy(true);
    const fault = await rename(to);
    setIsBusy(false);
    setFailed(fault);
  };
  return (
    <Dialog title={`Rename ${from}`} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null && !isBusy) void submit();
        }}
      >
        <TextField
          label={`New ${word}`}
          kind="figure"
          value={typed}
          problem={to === from ? null : problem}
          help={`${followsFirst} Agents and programs outside must be told.`}
          onChange={setTyped}
        />
        {failed && (
          <FaultNote
            message={failed.message}
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
