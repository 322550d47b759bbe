import { useId, useState, type CSSProperties } from 'react';
import type { Device } from '#shared/contract/device.ts';
import { KeyColorSchema, type KeyColor } from '#shared/contract/layout.ts';
import { useDevices, useMirror } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyGrid, type KeyPlace } from '../../ui/KeyGrid.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { freePlace, keyAt, labelFrom, type Fired } from './key-places.ts';
import { placeKey } from './write-layout.ts';
import { Select } from '../../ui/Select.tsx';

interface PutOnKeyProps {
  fired: Fired;
  /** What the key says, to begin with. */
  label: string;
  onClose: () => void;
}

interface Choice {
  deviceId: string;
  place: KeyPlace | null;
}

const isDeck = ({ rows, cols }: Device): boolean => rows > 0 && cols > 0;

const MOST_LABEL = 60;

/** A face and a place for a key. */
export const PutOnKey = ({ fired, label, onClose }: PutOnKeyProps) => {
  const id = useId();
  const layouts = useMirror((mirror) => mirror.layouts);
  const decks = Object.values(useDevices()).filter(isDeck);
  const choose = (deviceId: string): Choice => {
    const deck = decks.find(({ device_id }) => device_id === deviceId);
    return { deviceId, place: deck ? freePlace(deck, layouts[deviceId]) : null };
  };
  const [words, setWords] = useState(() => labelFrom(label));
  const [color, setColor] = useState<KeyColor>('slate');
  const [{ deviceId, place }, setChoice] = useState(() => choose(decks[0]?.device_id ?? ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const deck = decks.find(({ device_id }) => device_id === deviceId);
  const layout = layouts[deviceId];
  const there = place ? keyAt(layout, place) : undefined;
  const put = async (): Promise<void> => {
    if (!place) return;
    setIsBusy(true);
    const { page, row, col } = place;
    const failed = await placeKey(deviceId, page, { row, col, label: words, color, ...fired });
    setIsBusy(false);
    if (failed === null) onClose();
    else setProblem(failed);
  };

  if (!deck)
    return (
      <Dialog title="Put it on a key" onClose={onClose}>
        <p>There is no deck yet. Add a device of a deck type on the Devices page first.</p>
      </Dialog>
    );
  return (
    <Dialog title="Put it on a key" onClose={onClose}>
      <div className="put-key">
        <TextField label="Label" value={words} most={MOST_LABEL} onChange={setWords} />
        <div className="f">
          <label htmlFor={`${id}-deck`}>Deck</label>
          <Select
            id={`${id}-deck`}

            value={deviceId}
            onChange={(event) => setChoice(choose(event.target.value))}
          >
            {decks.map(({ device_id }) => (
              <option key={device_id}>{device_id}</option>
            ))}
          </Select>
        </div>
        <fieldset className="put-key-colors">
          <legend>Colour</legend>
          {KeyColorSchema.options.map((each) => {
            const face: CSSProperties = { background: `var(--k-${each})` };
            return (
              <label key={each} title={each}>
                <input
                  type="radio"
                  className="sr"
                  name={`${id}-color`}
                  checked={each === color}
                  onChange={() => setColor(each)}
                />
                <span style={face} aria-hidden />
                <span className="sr">{each}</span>
              </label>
            );
          })}
        </fieldset>
        <KeyGrid
          key={deviceId}
          deck={deck}
          pages={layout?.pages ?? []}
          chosen={place}
          onPick={(picked) => setChoice({ deviceId, place: picked })}
        />
        {problem !== null && <p className="err">{problem}</p>}
        <div className="put-key-foot">
          <button
            type="button"
            className="btn"
            data-kind="primary"
            disabled={!place || isBusy}
            onClick={() => void put()}
          >
            {place ? `Put it on ${place.page}/${place.row}/${place.col}` : 'Choose a key'}
          </button>
          <span className="help">
            {there
              ? `In place of ${there.label || 'the key there'}. It can be undone.`
              : 'A key without one is a plain press of its place.'}
          </span>
        </div>
      </div>
    </Dialog>
  );
};
