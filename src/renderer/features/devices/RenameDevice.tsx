import { useDevices } from '../../state/mirror-store.ts';
import { renameEntity } from '../../state/rename-entity.ts';
import { RenameDialog } from '../../ui/RenameDialog.tsx';
import { followsWords } from './device-uses.ts';
import { useDeviceUses } from './use-device-uses.ts';

interface RenameDeviceProps {
  id: string;
  onRenamed: (id: string) => void;
  onClose: () => void;
}

/** Another name, which everything follows that names it. */
export const RenameDevice = ({ id, onRenamed, onClose }: RenameDeviceProps) => {
  const devices = useDevices();
  const follows = followsWords(useDeviceUses(id));
  return (
    <RenameDialog
      what="device"
      word="name"
      from={id}
      isTaken={(name) => devices[name] !== undefined}
      follows={follows === null ? 'Nothing names it.' : `What names it follows: ${follows}.`}
      rename={(to) => renameEntity('device', id, to, onRenamed)}
      onClose={onClose}
    />
  );
};
