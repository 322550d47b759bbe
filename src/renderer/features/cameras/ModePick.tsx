import { Lock } from 'lucide-react';
import { useId } from 'react';
import type { CameraMode, CameraSlot } from '#shared/contract/camera.ts';
import { modeWords } from './camera-words.ts';
import { command, useAsking } from './command-store.ts';
import { Select } from '../../ui/Select.tsx';

const isSame = (one: CameraMode, other: CameraMode): boolean =>
  modeWords(one) === modeWords(other);

/** The mode of a camera, out of those that it offers. It stays as it is while a take runs. */
export const ModePick = ({
  camera: { slot, mode, capabilities, recording },
}: {
  camera: CameraSlot;
}) => {
  const id = useId();
  const { asked } = useAsking(slot);
  const modes = capabilities?.modes ?? [];
  const chosen = mode ? modes.findIndex((one) => isSame(one, mode)) : -1;
  const choose = (index: number): void => {
    const wanted = modes[index];
    if (wanted) void command(slot, 'apply_config', { mode: wanted });
  };
  return (
    <div className="cam-mode-pick">
      <label htmlFor={id}>Mode</label>
      <Select
        id={id}
        className="fig"
        value={chosen}
        disabled={recording !== null || asked !== null || modes.length === 0}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {chosen < 0 && <option value={-1}>{mode ? modeWords(mode) : '–'}</option>}
        {modes.map((one, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a camera may list one mode twice
          <option key={`${index} ${modeWords(one)}`} value={index}>
            {modeWords(one)}
          </option>
        ))}
      </Select>
      {recording && (
        <span className="mut cam-locked">
          <Lock className="i i-14" aria-hidden />
          while recording
        </span>
      )}
    </div>
  );
};
