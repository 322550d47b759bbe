import { Plus, Trash2 } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useConfig, useIntents, useMacros } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ClientPick, ClientText, ClientTick } from './form-fields.tsx';
import { blankTrigger, type TypedClient, type TypedTrigger } from './typed-client.ts';

const TYPED = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

/** Names that can be chosen; one that is stored and not there any more can be seen. */
const named = (names: readonly string[], now: string): (readonly [string, string])[] => [
  ['', 'Choose one'],
  ...(now === '' || names.includes(now) ? [] : [[now, `${now} (not there)`] as const]),
  ...names.map((name) => [name, name] as const),
];

interface TriggerProps {
  at: number;
  trigger: TypedTrigger;
  onRemove: () => void;
}

const Trigger = ({ at, trigger, onRemove }: TriggerProps) => {
  const { setValue } = useFormContext<TypedClient>();
  const intents = Object.keys(useIntents()).sort();
  const macros = Object.keys(useMacros()).sort();
  const path = `triggers.${at}` as const;
  return (
    <li className="hw-item">
      <fieldset>
        <legend className="sr">Trigger {at + 1}</legend>
        <div className="hw-two">
          <ClientText
            name={`${path}.message_type`}
            label="When a message of type"
            kind="figure"
          />
          <ClientPick
            name={`${path}.direction`}
            label="Which way"
            options={[
              ['in', 'comes from the backend'],
              ['out', 'leaves, as a press does'],
            ]}
          />
        </div>
        <ClientText
          name={`${path}.match`}
          label="And its fields are"
          kind="figure"
          rows={2}
          placeholder="buzzerId = red"
          help="One field in a line. Empty: any message of that type."
        />
        <div className="hw-two">
          <ClientPick
            name={`${path}.fires`}
            label="Then fire"
            options={[
              ['intent', 'an intent'],
              ['macro', 'a macro'],
            ]}
            onPick={() => setValue(`${path}.name`, '', TYPED)}
          />
          <ClientPick
            name={`${path}.name`}
            label="Its name"
            options={named(trigger.fires === 'intent' ? intents : macros, trigger.name)}
          />
        </div>
        <ClientText
          name={`${path}.context`}
          label="With these variables"
          kind="figure"
          rows={2}
          placeholder={'player = player.name or "nobody"\nroom = "studio"'}
          help="One in a line: a field of the message, or what is always the same as JSON."
        />
        <ClientText
          name={`${path}.debounce_ms`}
          label="Debounce"
          unit="ms"
          kind="number"
          placeholder={String(useConfig()?.debounce_ms ?? '')}
          help="Within it the same again, with the same variables, fires nothing. Empty: as in Settings."
        />
        <ClientTick name={`${path}.disabled`} label="Pass it over for now" />
      </fieldset>
      <IconButton icon={Trash2} label={`Take trigger ${at + 1} out`} onClick={onRemove} />
    </li>
  );
};

/** Which messages fire which intents and macros. */
export const TriggerFields = () => {
  const { setValue } = useFormContext<TypedClient>();
  const [kind, triggers] = useWatch<TypedClient, ['kind', 'triggers']>({
    name: ['kind', 'triggers'],
  });
  const put = (next: TypedTrigger[]): void => setValue('triggers', next, TYPED);
  return (
    <section className="hw-group" aria-label="Triggers">
      <h3>What its messages fire</h3>
      <ol className="hw-items">
        {triggers.map((trigger, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- its fields are named by its place
          <Trigger
            key={at}
            at={at}
            trigger={trigger}
            onRemove={() => put(triggers.filter((_, other) => other !== at))}
          />
        ))}
      </ol>
      <button
        type="button"
        className="btn hw-add"
        onClick={() => put([...triggers, blankTrigger(kind)])}
      >
        <Plus className="i i-14" aria-hidden />
        Trigger
      </button>
    </section>
  );
};
