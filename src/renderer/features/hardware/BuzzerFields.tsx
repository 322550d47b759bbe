import { Gamepad2, Keyboard, Plus, Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { IconButton } from '../../ui/IconButton.tsx';
import { FieldNote } from '../../ui/TextField.tsx';
import { Fold } from './Fold.tsx';
import { ClientPick, ClientText, ClientTick, useProblem } from './form-fields.tsx';
import { useBuzzerWatch } from './armed-buzzers.ts';
import { keyWords } from './gamepad-presses.ts';
import { blankBuzzer, type TypedBuzzer, type TypedClient } from './typed-client.ts';
import { watchGamepads } from './watch-gamepads.ts';

const TYPED = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

const GPIO = ['gpio_pins', 'gpio_chip', 'gpio_edge', 'gpio_bias'] as const;

const LISTEN_MS = 15_000;
const NO_KEY = new Set(['Escape', 'Tab', 'Enter', 'NumpadEnter']);

interface ListenProps {
  what: string;
  words: string;
  icon: typeof Keyboard;
  /** Takes what is pressed, until it is told to stop. */
  listen: (done: () => void) => () => void;
}

/** Waits for the key or the button that is to be assigned. Escape, or some seconds, end it. */
const Listen = ({ what, words, icon: Icon, listen }: ListenProps) => {
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const done = (): void => setIsOn(false);
    // What is assigned must not press a buzzer that is armed.
    useBuzzerWatch.setState({ isAssigning: true });
    const stop = listen(done);
    const timer = setTimeout(done, LISTEN_MS);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      done();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      stop();
      useBuzzerWatch.setState({ isAssigning: false });
      clearTimeout(timer);
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [isOn, listen]);
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={isOn}
      aria-label={isOn ? `${words}, or Escape` : what}
      onClick={() => setIsOn(!isOn)}
    >
      <Icon className="i i-14" aria-hidden />
      {isOn ? words : 'Set'}
    </button>
  );
};

const listenForKey =
  (take: (code: string) => void) =>
  (done: () => void): (() => void) => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (NO_KEY.has(event.code) || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      take(event.code);
      done();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  };

const listenForPad =
  (take: (pad: number, button: number) => void) =>
  (done: () => void): (() => void) =>
    watchGamepads(
      ({ pad, button }) => {
        take(pad, button);
        done();
      },
      () => undefined,
    );

const KeyField = ({ at, buzzer }: { at: number; buzzer: TypedBuzzer }) => {
  const { setValue } = useFormContext<TypedClient>();
  const name = buzzer.buzzer_id || `buzzer ${at + 1}`;
  const [listen] = useState(() =>
    listenForKey((code) => setValue(`buzzers.${at}.key`, code, TYPED)),
  );
  return (
    <div className="f">
      <span className="hw-label">Key</span>
      <span className="hw-set">
        {buzzer.key === '' ? (
          <span className="mut">none</span>
        ) : (
          <kbd>{keyWords(buzzer.key)}</kbd>
        )}
        <Listen
          what={`Set the key of ${name}`}
          words="Press a key"
          icon={Keyboard}
          listen={listen}
        />
        {buzzer.key !== '' && (
          <IconButton
            icon={X}
            label={`No key for ${name}`}
            onClick={() => setValue(`buzzers.${at}.key`, '', TYPED)}
          />
        )}
      </span>
    </div>
  );
};

const PadFields = ({ at, buzzer }: { at: number; buzzer: TypedBuzzer }) => {
  const { setValue } = useFormContext<TypedClient>();
  const [listen] = useState(() =>
    listenForPad((pad, button) => {
      setValue(`buzzers.${at}.pad`, String(pad + 1), TYPED);
      setValue(`buzzers.${at}.button`, String(button + 1), TYPED);
    }),
  );
  return (
    <div className="hw-three">
      <ClientText name={`buzzers.${at}.pad`} label="Gamepad" kind="number" placeholder="any" />
      <ClientText
        name={`buzzers.${at}.button`}
        label="Its button"
        kind="number"
        placeholder="none"
      />
      <div className="f">
        <span className="hw-label">By pressing it</span>
        <Listen
          what={`Set the gamepad button of ${buzzer.buzzer_id || `buzzer ${at + 1}`}`}
          words="Press a button"
          icon={Gamepad2}
          listen={listen}
        />
      </div>
    </div>
  );
};

interface BuzzerProps {
  at: number;
  buzzer: TypedBuzzer;
  onRemove: () => void;
}

const Buzzer = ({ at, buzzer, onRemove }: BuzzerProps) => (
  <li className="hw-item">
    <fieldset>
      <legend className="sr">Buzzer {buzzer.buzzer_id || at + 1}</legend>
      <div className="hw-two">
        <ClientText name={`buzzers.${at}.buzzer_id`} label="Id" kind="figure" most={64} />
        <ClientText name={`buzzers.${at}.label`} label="Label" most={80} placeholder="Red" />
      </div>
      <KeyField at={at} buzzer={buzzer} />
      <PadFields at={at} buzzer={buzzer} />
    </fieldset>
    <IconButton
      icon={Trash2}
      label={`Take buzzer ${buzzer.buzzer_id || at + 1} out`}
      onClick={onRemove}
    />
  </li>
);

/** An id that no buzzer has: the next number. */
const freeId = (buzzers: readonly TypedBuzzer[]): string => {
  const taken = new Set(buzzers.map(({ buzzer_id }) => buzzer_id));
  let number = buzzers.length + 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
};

/** The buttons of a buzzer client, and which of their presses count. */
export const BuzzerFields = () => {
  const { setValue } = useFormContext<TypedClient>();
  const buzzers = useWatch<TypedClient, 'buzzers'>({ name: 'buzzers' });
  const scope = useWatch<TypedClient, 'lockout_scope'>({ name: 'lockout_scope' });
  const problem = useProblem('buzzers');
  const put = (next: TypedBuzzer[]): void => setValue('buzzers', next, TYPED);
  return (
    <section className="hw-group" aria-label="Buzzers">
      <h3>Buzzers</h3>
      <ol className="hw-items">
        {buzzers.map((buzzer, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- its fields are named by its place
          <Buzzer
            key={at}
            at={at}
            buzzer={buzzer}
            onRemove={() => put(buzzers.filter((_, other) => other !== at))}
          />
        ))}
      </ol>
      <FieldNote id="buzzers-note" problems={problem === undefined ? [] : [problem]} />
      <button
        type="button"
        className="btn hw-add"
        onClick={() => put([...buzzers, blankBuzzer(freeId(buzzers))])}
      >
        <Plus className="i i-14" aria-hidden />
        Buzzer
      </button>
      <h3>Which presses count</h3>
      <div className="hw-two">
        <ClientText name="debounce_ms" label="Debounce" unit="ms" kind="number" />
        <ClientText
          name="grace_ms"
          label="Grace window"
          unit="ms"
          kind="number"
          help="So long an earlier press may still arrive."
        />
        <ClientText
          name="lockout_ms"
          label="Lockout after a press"
          unit="ms"
          kind="number"
          help="Empty: until the buzzers are turned on again."
        />
        <ClientPick
          name="lockout_scope"
          label="Locked out"
          options={[
            ['own', 'the same buzzer'],
            ['all', 'all buzzers of this client'],
          ]}
          help={scope === 'all' ? 'Within the grace window others still count.' : undefined}
        />
        <ClientText
          name="early_penalty_ms"
          label="Penalty for an early press"
          unit="ms"
          kind="number"
        />
      </div>
      <ClientTick
        name="announce_order"
        label="Send the order to the backend"
        help="As buzzer_order, with its margins, when it is final."
      />
      <Fold words="Contacts on the GPIO pins of a Linux board" fields={GPIO}>
        <ClientText
          name="gpio_pins"
          label="Pins"
          kind="figure"
          rows={2}
          placeholder="17 = red"
          help="One pin in a line, and the buzzer that it presses. Empty: none."
        />
        <div className="hw-three">
          <ClientText name="gpio_chip" label="Chip" kind="figure" />
          <ClientPick
            name="gpio_edge"
            label="Pressed, it"
            options={[
              ['falling', 'falls, to ground'],
              ['rising', 'rises'],
            ]}
          />
          <ClientPick
            name="gpio_bias"
            label="Resistor"
            options={[
              ['pull-up', 'pull-up'],
              ['pull-down', 'pull-down'],
              ['disable', 'none'],
              ['as-is', 'as it is'],
            ]}
          />
        </div>
      </Fold>
    </section>
  );
};
