import type { Intent } from '#shared/contract/intent.ts';
import { useIntents } from '../../state/mirror-store.ts';
import { renameEntity } from '../../state/rename-entity.ts';
import { RenameDialog } from '../../ui/RenameDialog.tsx';
import { usageWords, type Usage } from './intent-rows.ts';

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
  return (
    <RenameDialog
      what="intent"
      word="name"
      from={from}
      isTaken={(name) => intents[name] !== undefined}
      follows={`Those that fire it follow: ${usageWords(usage)}.`}
      rename={(to) => renameEntity('intent', from, to, onRenamed)}
      onClose={onClose}
    />
  );
};
