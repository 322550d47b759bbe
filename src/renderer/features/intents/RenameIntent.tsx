import { useState } from 'react';
import type { Intent } from '#shared/contract/intent.ts';
import { useIntents } from '../../state/mirror-store.ts';
import { say } from '../../state/undo-toast.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { TextField } from './Field.tsx';
import { usageWords, type Usage } from './intent-rows.ts';
import { renameIntent } from './rename-intent.ts';
import { renameProblem } from './rename-problem.ts';

interface RenameIntentProps {
  intent: Intent;
  usage: Usage;
  onRenamed: (name: string) => void;
  onClose: () => void;
}

/** Another name, which every key and macro follows. */
export const RenameIntent = ({ intent, usage, onRenamed, onClose }: RenameIntentProps) => {
  const { intent_name: from } = intent;
  const intents = useIntents();
  const [name, setName] = useState(from);
  const [isBusy, setIsBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const problem = renameProblem(from, name, intents);
  const rename = async (): Promise<void> => {
    setIsBusy(true);
    const why = await renameIntent(from, name);
    setIsBusy(false);
    setFailed(why);
    if (why !== null) return;
    say(`${from} is ${name} now`);
    onRenamed(name);
  };
  return (
    <Dialog title={`Rename ${from}`} onClose={onClose}>
      <form
        className="ie-dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null && !isBusy) void rename();
        }}
      >
        <TextField
          label="New name"
          kind="figure"
          value={name}
          problem={name === from ? null : problem}
          help={`Those that fire it follow: ${usageWords(usage)}. Agents and programs outside must be told.`}
          onChange={setName}
        />
        {failed !== null && (
          <FaultNote
            message={failed}
            hint="Repeat it: what follows already is not done twice."
          />
        )}
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={problem !== null || isBusy}
        >
          Rename it
        </button>
      </form>
    </Dialog>
  );
};
