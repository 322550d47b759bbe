import { useId, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Corruption } from '#shared/contract/mirror.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { announce } from '../../state/announcer.ts';
import { Dialog } from '../../ui/Dialog.tsx';

interface RepairDialogProps {
  corruption: Corruption;
  onClose: () => void;
}

/** Shows a value as it is stored; what is saved replaces it once the key's schema accepts it. */
export const RepairDialog = ({ corruption, onClose }: RepairDialogProps) => {
  const { key, problem, raw } = corruption;
  const [value, setValue] = useState(raw);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const field = useId();

  const repair = async (): Promise<void> => {
    setIsSaving(true);
    setFault(null);
    try {
      await ask((client, options) => client.corruptions.repair({ key, value }, options));
      announce('repair', `${key} is repaired`);
      onClose();
    } catch (error) {
      setFault(faultOf(error));
      setIsSaving(false);
    }
  };

  return (
    <Dialog title="Repair a stored value" onClose={onClose}>
      <p>
        <b className="fig">{key}</b>
        <br />
        <span className="c-amber">{problem}</span>
      </p>
      <div className="f">
        <label htmlFor={field}>The value as it stands in Redis</label>
        <textarea
          id={field}
          className="in area fig"
          rows={12}
          spellCheck={false}
          value={value}
          aria-invalid={fault !== null}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div>
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={isSaving || value === raw}
          onClick={() => void repair()}
        >
          Replace it
        </button>
      </div>
    </Dialog>
  );
};
