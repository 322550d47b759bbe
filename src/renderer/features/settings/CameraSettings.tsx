import { useState } from 'react';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { asShown } from '../../link/precondition.ts';
import { announce } from '../../state/announcer.ts';
import { recall, remember } from '../../state/remembered.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import {
  CAMERA_NUMBERS,
  CameraDraftSchema,
  numberProblem,
  touchedNumbers,
  withNumbers,
  type CameraDraft,
} from './camera-draft.ts';

const DRAFT = 'camera-settings-draft';
const CODECS = { mjpeg: 'MJPEG, as the camera sends it', h264: 'H.264, encoded here' } as const;

/** What holds for all cameras: codec, thresholds of the disk, queue. It takes effect at once. */
export const CameraSettings = ({ config }: { config: BridgeConfig }) => {
  const { cameras } = config;
  const [draft, setDraft] = useState<CameraDraft>(() => recall(DRAFT, CameraDraftSchema) ?? {});
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const touched = touchedNumbers(cameras, draft);

  const change = (next: CameraDraft): void => {
    remember(DRAFT, next);
    setDraft(next);
  };
  const save = async (next: BridgeConfig['cameras']): Promise<void> => {
    setIsBusy(true);
    setFault(null);
    try {
      const saved = await ask((client, options) =>
        client.config.put(
          { headers: asShown('config', 'bridge'), body: { ...config, cameras: next } },
          options,
        ),
      );
      const rest = touchedNumbers(saved.cameras, draft);
      change(Object.fromEntries(rest.map((name) => [name, draft[name] ?? ''])));
      announce('camera-settings', 'Camera settings saved');
    } catch (error) {
      setFault(faultOf(error));
    }
    setIsBusy(false);
  };

  return (
    <form
      className="config-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(withNumbers(cameras, draft));
      }}
    >
      <div className="seg" role="radiogroup" aria-label="Codec of new takes">
        {(['mjpeg', 'h264'] as const).map((codec) => (
          <label key={codec}>
            <input
              type="radio"
              className="sr"
              name="codec"
              checked={cameras.codec === codec}
              disabled={isBusy}
              onChange={() => void save({ ...cameras, codec })}
            />
            {CODECS[codec]}
          </label>
        ))}
      </div>
      <div className="camera-numbers">
        {CAMERA_NUMBERS.map(({ name, label, unit }) => {
          const text = draft[name] ?? String(cameras[name]);
          return (
            <TextField
              key={name}
              label={label}
              help={unit}
              kind="number"
              value={text}
              problem={numberProblem(name, text)}
              onChange={(value) => change({ ...draft, [name]: value })}
            />
          );
        })}
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div className="do">
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={isBusy || touched.length === 0}
        >
          Save camera settings
        </button>
        {touched.length > 0 && (
          <button type="button" className="btn" data-kind="quiet" onClick={() => change({})}>
            Drop changes
          </button>
        )}
      </div>
    </form>
  );
};
