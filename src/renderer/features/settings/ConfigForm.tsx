import { useState } from 'react';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { asShown } from '../../link/precondition.ts';
import { TextField } from '../../ui/TextField.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { announce } from '../../state/announcer.ts';
import { recall, remember } from '../../state/remembered.ts';
import {
  applyDraft,
  ConfigDraftSchema,
  isTouched,
  problemOf,
  restOfDraft,
  textOf,
  type ConfigDraft,
  type DraftField,
} from './config-draft.ts';

const DRAFT = 'config-draft';

/** What is typed here is kept by this browser until it is saved or dropped. */
const useDraft = () => {
  const [draft, setDraft] = useState<ConfigDraft>(() => recall(DRAFT, ConfigDraftSchema) ?? {});
  const change = (next: ConfigDraft): void => {
    remember(DRAFT, next);
    setDraft(next);
  };
  return [draft, change] as const;
};

/** The name of the show, and where Companion is. */
export const ConfigForm = ({ config }: { config: BridgeConfig }) => {
  const [draft, setDraft] = useDraft();
  const [saving, setSaving] = useState<'idle' | 'busy' | 'saved'>('idle');
  const [fault, setFault] = useState<Fault | null>(null);
  const rest = restOfDraft(config, draft);

  const field = (name: DraftField) => ({
    value: draft[name] ?? textOf(config, name),
    problem: problemOf(draft, name),
    onChange: (value: string) => {
      setSaving('idle');
      setDraft({ ...draft, [name]: value });
    },
  });

  const save = async (): Promise<void> => {
    setSaving('busy');
    setFault(null);
    try {
      const saved = await ask((client, options) =>
        client.config.put(
          { headers: asShown('config', 'bridge'), body: applyDraft(config, draft) },
          options,
        ),
      );
      setDraft(restOfDraft(saved, draft));
      setSaving('saved');
      announce('config', 'Settings saved');
    } catch (error) {
      setSaving('idle');
      setFault(faultOf(error));
    }
  };

  return (
    <form
      className="config-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label="Show" {...field('show_name')} />
      <div className="host-port">
        <TextField
          label="Companion host"
          help="A device with an address of its own ignores this."
          {...field('host')}
        />
        <TextField label="HTTP port" kind="number" {...field('port')} />
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div className="do">
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={saving === 'busy' || !isTouched(rest)}
        >
          Save
        </button>
        {isTouched(rest) && (
          <button
            type="button"
            className="btn"
            data-kind="quiet"
            onClick={() => {
              setDraft({});
              setFault(null);
            }}
          >
            Drop changes
          </button>
        )}
        {saving === 'saved' && !isTouched(rest) && <span className="help">Saved.</span>}
      </div>
    </form>
  );
};
