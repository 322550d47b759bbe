import { useFormContext, useWatch } from 'react-hook-form';
import { useConfig } from '../../state/mirror-store.ts';
import { DeckFields } from './DeckFields.tsx';
import type { TypedDevice } from './device-draft.ts';
import { GroupFields } from './GroupFields.tsx';
import { DeviceText } from './DeviceText.tsx';

const Tick = ({
  name,
  label,
  help,
}: {
  name: 'simulated' | 'observe_only';
  label: string;
  help: string;
}) => {
  const { register } = useFormContext<TypedDevice>();
  return (
    <label className="d-tick">
      <input type="checkbox" {...register(name)} />
      <span>
        {label}
        <span className="help">{help}</span>
      </span>
    </label>
  );
};

/** Everything that can be said about a device. */
export const DeviceFields = ({ isNew }: { isNew: boolean }) => {
  const config = useConfig();
  const mode = useWatch<TypedDevice, 'group_mode'>({ name: 'group_mode' });
  const address = useWatch<TypedDevice, 'connection_url'>({ name: 'connection_url' });
  const password = useWatch<TypedDevice, 'password_name'>({ name: 'password_name' });
  const companion = config ? `${config.protocol}://${config.host}:${config.port}` : null;
  return (
    <div className="d-form">
      <DeviceText
        name="device_id"
        label="Name"
        isFixed={!isNew}
        help={
          isNew
            ? 'Intents and keys call it by this: letters, digits, dots, underscores, hyphens.'
            : 'Intents and keys call it by this; the pencil above renames it.'
        }
      />
      {mode === 'none' && (
        <DeviceText
          name="connection_url"
          label="Address"
          placeholder={companion ?? 'http://192.168.1.20:8000'}
          help={
            companion === null
              ? 'Empty: the show’s Companion, as Settings has it. OBS: obs://192.168.1.20:4455.'
              : `Empty: the show’s Companion, ${companion}. OBS: obs://192.168.1.20:4455.`
          }
        />
      )}
      {mode === 'none' && (address.trim().startsWith('obs:') || password !== '') && (
        <DeviceText
          name="password_name"
          label="Secret with its password"
          placeholder="obs_password"
          help="The name of the secret, not the password itself: that is typed in Settings under Secrets. Empty where OBS asks for none."
        />
      )}
      <GroupFields />
      {mode === 'none' && (
        <Tick
          name="simulated"
          label="Simulate"
          help="Its commands go to the built-in simulator; its keys are marked SIM."
        />
      )}
      <Tick
        name="observe_only"
        label="Observe only"
        help="Nothing is sent to it until somebody lets it send. Dry runs still show what would leave."
      />
      <DeckFields />
      <DeviceText
        name="metadata"
        label="Notes for programs (JSON)"
        rows={4}
        help="Kept with the device for whoever reads it: rack, serial number, owner."
      />
    </div>
  );
};
