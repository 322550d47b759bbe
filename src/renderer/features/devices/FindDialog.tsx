import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Found, Networks } from '#shared/contract/find.ts';
import { hintOf } from '../../link/faults.ts';
import { useConfig, useDevices } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import type { TypedDevice } from './device-draft.ts';
import { deviceFound, knownAt } from './found-device.ts';
import { useFind, type Finding } from './use-find.ts';

interface FindDialogProps {
  onAdd: (values: TypedDevice) => void;
  onClose: () => void;
}

const NAMES = {
  companion: 'Companion',
  satellite: 'Companion Satellite',
  vmix: 'vMix',
  obs: 'OBS',
  qlab: 'QLab',
} as const;

/** Which networks, said before anything is asked. */
const Where = ({
  networks: { networks, left_out, ports },
  chosen,
  isBusy,
  onChoose,
}: {
  networks: Networks;
  chosen: ReadonlySet<string>;
  isBusy: boolean;
  onChoose: (id: string, isChosen: boolean) => void;
}) => (
  <fieldset className="d-where" disabled={isBusy}>
    <legend>Where to look</legend>
    {networks.map(({ id, name, address, hosts, part_of }) => (
      <label key={id} className="d-tick">
        <input
          type="checkbox"
          checked={chosen.has(id)}
          onChange={(event) => onChoose(id, event.target.checked)}
        />
        <span>
          {hosts === 1 ? (
            <>
              This machine, <span className="fig">{address}</span>
            </>
          ) : (
            <>
              {name}, <span className="fig">{id}</span>
            </>
          )}
          {hosts > 1 && (
            <span className="help">
              {hosts} addresses; this machine is <span className="fig">{address}</span>
              {part_of !== null && ` and only this part of ${part_of} is asked`}
            </span>
          )}
        </span>
      </label>
    ))}
    {left_out.length > 0 && (
      <p className="help">
        Not asked:{' '}
        {left_out.map(({ name, address, why }) => `${name} (${address}), ${why}`).join('; ')}.
      </p>
    )}
    <p className="help">
      Ports: {ports.map(({ port, service }) => `${NAMES[service]} ${port}`).join(', ')}. It
      opens connections, reads and listens; nothing that acts is sent.
    </p>
  </fieldset>
);

const OneFound = ({ found, onAdd }: { found: Found; onAdd: FindDialogProps['onAdd'] }) => {
  const devices = useDevices();
  const config = useConfig();
  const known = knownAt(found, devices, config);
  return (
    <tr>
      <th scope="row">
        {found.what}
        {!found.is_sure && <span className="help">only its port says so</span>}
      </th>
      <td className="fig">
        {found.host}:{found.port}
      </td>
      <td className="num">{found.latency_ms} ms</td>
      <td>
        {known.length > 0 && <span className="help">is {known.join(', ')}</span>}
        <button
          type="button"
          className="btn"
          aria-label={`Add ${found.what} at ${found.host}:${found.port} as device`}
          onClick={() => onAdd(deviceFound(found, new Set(Object.keys(devices))))}
        >
          <Plus className="i i-14" aria-hidden />
          Add as device
        </button>
      </td>
    </tr>
  );
};

const stateWords = ({ state, progress, found }: Finding): string => {
  const { asked = 0, total = 0 } = progress ?? {};
  const count = `${found.length} found`;
  switch (state) {
    case 'before':
      return '';
    case 'looking':
      return `${asked} of ${total} ports asked, ${count}`;
    case 'cancelled':
      return `Cancelled after ${asked} of ${total} ports, ${count}`;
    case 'late':
      return `The time was over after ${asked} of ${total} ports, ${count}`;
    case 'done':
      return found.length === 0
        ? `All ${total} ports were asked: nothing was found.`
        : `All ${total} ports were asked, ${count}`;
  }
};

/** Looks for what could be a device on this machine and in its networks, once it is told to. */
export const FindDialog = ({ onAdd, onClose }: FindDialogProps) => {
  const finding = useFind();
  const { networks, fault, progress, state, found } = finding;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = new Set(
    (networks?.networks ?? []).map(({ id }) => id).filter((id) => !left.has(id)),
  );
  const isBusy = state === 'looking';
  const choose = (id: string, isChosen: boolean): void =>
    setLeft(new Set(isChosen ? [...left].filter((other) => other !== id) : [...left, id]));
  return (
    <Dialog title="Find devices on this network" onClose={onClose}>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {networks ? (
        <Where networks={networks} chosen={chosen} isBusy={isBusy} onChoose={choose} />
      ) : (
        !fault && <p className="help">Reading which networks there are …</p>
      )}
      <div className="d-do">
        {isBusy ? (
          <button type="button" className="btn" onClick={finding.cancel}>
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className="btn"
            data-kind="primary"
            disabled={chosen.size === 0}
            onClick={() => finding.look([...chosen])}
          >
            {state === 'before' ? 'Look now' : 'Look again'}
          </button>
        )}
        {isBusy && progress && (
          <progress
            aria-label="Ports asked"
            max={Math.max(1, progress.total)}
            value={progress.asked}
          />
        )}
        <span className="sec">{stateWords(finding)}</span>
      </div>
      {found.length > 0 && (
        <table className="d-found" aria-label="What was found">
          <tbody>
            {found.map((each) => (
              <OneFound key={`${each.host}:${each.port}`} found={each} onAdd={onAdd} />
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
};
