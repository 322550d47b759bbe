import { useFormContext, useWatch } from 'react-hook-form';
import { BuzzerFields } from './BuzzerFields.tsx';
import { ClientPick, ClientText, ClientTick } from './form-fields.tsx';
import { MoreFields } from './MoreFields.tsx';
import { TriggerFields } from './TriggerFields.tsx';
import { TypedClientSchema, USUAL_TYPE, type TypedClient } from './typed-client.ts';

const KINDS = [
  ['buzzer', 'Buzzer: buttons that send presses'],
  ['osc_bridge', 'OSC bridge: translates by a mapping file'],
  ['generic', 'Generic: fires and sends what it is told'],
] as const;

const LEVELS = [
  ['debug', 'debug'],
  ['info', 'info'],
  ['warn', 'warn'],
  ['error', 'error'],
] as const;

/** Everything that can be said about a client. `id` null for a new one. */
export const ClientFields = ({ id }: { id: string | null }) => {
  const { setValue, getValues } = useFormContext<TypedClient>();
  const kind = useWatch<TypedClient, 'kind'>({ name: 'kind' });
  const pickKind = (picked: string): void => {
    const next = TypedClientSchema.shape.kind.safeParse(picked);
    if (!next.success) return;
    const type = getValues('client_type');
    // One that was typed stays.
    if (type === '' || Object.values(USUAL_TYPE).includes(type))
      setValue('client_type', USUAL_TYPE[next.data], {
        shouldDirty: true,
        shouldValidate: true,
      });
  };
  return (
    <div className="hw-form">
      <section className="hw-group" aria-label="Who and where">
        <div className="hw-two">
          <ClientText
            name="client_id"
            label="Id"
            kind="figure"
            isFixed={id !== null}
            most={128}
            placeholder="buzzer_a"
            help="The backend and your intents know it by this. Any text."
          />
          <ClientPick
            name="kind"
            label="What it is"
            options={KINDS}
            isFixed={id !== null}
            onPick={pickKind}
          />
          <ClientText
            name="host"
            label="Backend"
            kind="figure"
            placeholder="10.0.0.4:8000"
            help="Name or address, and a port after a colon."
          />
          <ClientText
            name="game_id"
            label="Game"
            kind="figure"
            help="Its number, or its name."
          />
          <ClientText
            name="client_type"
            label="Type that it says it has"
            kind="figure"
            most={128}
          />
          <ClientPick name="log_level" label="Log level" options={LEVELS} />
        </div>
        <ClientText name="description" label="What it is for" most={1000} />
        <ClientTick name="enabled" label="Runs whenever the app does" />
        <ClientTick
          name="simulated"
          label="Simulate"
          help="It connects to the built-in backend, whatever stands above; it is marked SIM."
        />
        <ClientTick name="secure" label="Over TLS (wss)" />
      </section>
      {kind === 'buzzer' && <BuzzerFields />}
      {kind === 'osc_bridge' && (
        <section className="hw-group" aria-label="Mapping">
          <ClientText
            name="mapping_file"
            label="Mapping file"
            kind="figure"
            placeholder="/home/studio/foh.yaml"
            help="The whole path of a YAML file on the machine that runs the engine. It is read again whenever it changes."
          />
        </section>
      )}
      <TriggerFields />
      <MoreFields id={id} />
    </div>
  );
};
