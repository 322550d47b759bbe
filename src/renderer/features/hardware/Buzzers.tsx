import { Gamepad2 } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { BuzzerHardware, HardwareListing } from '#shared/contract/hardware-clients.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { hasInputs, setArmed, useBuzzerWatch } from './armed-buzzers.ts';
import { clientPath } from './client-path.ts';
import { keyWords, padButtonWords } from './gamepad-presses.ts';
import { Order } from './Order.tsx';
import { pressBuzzer, usePressResult } from './press-buzzer.ts';
import { countsWords, pressesWords } from './press-result.ts';
import { isBuzzerKey, usePads } from './use-buzzer-inputs.ts';

type Button = BuzzerHardware['buzzers'][number];

/** What presses it besides the page. */
const Inputs = ({ button: { key, gamepad }, pins }: { button: Button; pins: string }) => (
  <span className="hw-inputs mut">
    {key && <kbd>{keyWords(key)}</kbd>}
    {gamepad && <span>{padButtonWords(gamepad.pad, gamepad.button)}</span>}
    {pins !== '' && <span>{pins}</span>}
  </span>
);

interface BuzzerKeyProps {
  clientId: string;
  button: Button;
  /** The round that is asked now. */
  round: number | null;
  /** The GPIO pins that press it. */
  pins: string;
}

const BuzzerKey = ({ clientId, button, round, pins }: BuzzerKeyProps) => {
  const { buzzer_id: id, label } = button;
  const result = usePressResult(clientId, id);
  const isOver = result !== undefined && round !== null && result.round !== round;
  const words = result ? `${isOver ? 'last: ' : ''}${result.words}` : '';
  return (
    <button
      type="button"
      className="hw-buzzer"
      data-mark={result?.mark}
      aria-label={`${label || id}${words && `, ${words}`}`}
      aria-keyshortcuts={button.key ? keyWords(button.key) : undefined}
      // A buzzer acts when it goes down, as a key of the deck does.
      onPointerDown={(event) => {
        if (event.button === 0) void pressBuzzer(clientId, id, 'pointer', event.timeStamp);
      }}
      // The focus stays where it was: Space, or what is assigned, goes on pressing its own buzzer.
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // Enter or Space may be the key of another one.
        if (isBuzzerKey(event.code)) return;
        if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat) return;
        event.preventDefault();
        void pressBuzzer(clientId, id, 'keyboard', event.timeStamp);
      }}
    >
      <b className="cut">{label || id}</b>
      {label !== '' && <span className="mut cut fig">{id}</span>}
      <Inputs button={button} pins={pins} />
      <span className="hw-result out" data-o={isOver ? undefined : result?.mark}>
        {result && <OutcomeMark of={result.mark} />}
        <span className="cut">{words}</span>
      </span>
    </button>
  );
};

const pinsOf = ({ gpio }: BuzzerHardware, buzzerId: string): string =>
  (gpio?.pins ?? [])
    .filter(({ buzzer_id }) => buzzer_id === buzzerId)
    .map(({ pin }) => `pin ${pin}`)
    .join(', ');

interface BuzzersProps {
  client: HardwareListing;
  stored: BuzzerHardware;
}

/** Whether its keys and gamepads press on every page. */
const Arm = ({ id }: { id: string }) => {
  const isArmed = useBuzzerWatch(({ armed }) => armed.includes(id));
  return (
    <label className="hw-tick hw-arm">
      <input
        type="checkbox"
        role="switch"
        aria-checked={isArmed}
        checked={isArmed}
        onChange={(event) => setArmed(id, event.target.checked)}
      />
      <span>
        Armed on every page
        <span className="help">
          Its keys and gamepads press from all pages, but never in a field or a dialog. Kept in
          this browser; the top bar shows it.
        </span>
      </span>
    </label>
  );
};

/** The buttons of a buzzer client, and who was first. */
export const Buzzers = ({ client, stored }: BuzzersProps) => {
  const { client_id: id } = client;
  const { buzzers } = stored;
  const isLive = useIsLive();
  const pads = usePads(({ pads: now }) => now);
  const wantsPad = buzzers.some(({ gamepad }) => gamepad);
  const { counts, why } = countsWords(client, isLive);
  useEffect(() => {
    useBuzzerWatch.setState({ shown: id });
    return () => useBuzzerWatch.setState({ shown: null });
  }, [id]);
  return (
    <div className="hw-live">
      <section className="hw-pad" aria-label={`Buzzers of ${id}`}>
        {!client.elsewhere && (
          <p className="hw-onoff">
            <b>{counts ? 'Presses count.' : 'Presses do not count.'}</b>{' '}
            <span className={counts ? 'sec' : 'c-amber'}>{why}</span>
          </p>
        )}
        {buzzers.length === 0 ? (
          <p className="help">
            It has no buzzers yet.{' '}
            <Link className="link" href={clientPath(id, 'setup')}>
              Add one in Setup.
            </Link>
          </p>
        ) : (
          <div className="hw-buzzers">
            {buzzers.map((button) => (
              <BuzzerKey
                key={button.buzzer_id}
                clientId={id}
                button={button}
                round={client.round?.round ?? null}
                pins={pinsOf(stored, button.buzzer_id)}
              />
            ))}
          </div>
        )}
        {!client.elsewhere && hasInputs(stored) && <Arm id={id} />}
        {(client.presses ?? 0) + Object.keys(client.presses_refused ?? {}).length > 0 && (
          <p className="sec">{pressesWords(client.presses, client.presses_refused)}</p>
        )}
        {client.gpio && client.gpio.trouble !== null && (
          <p className="c-amber">{client.gpio.trouble}</p>
        )}
        {wantsPad && !client.elsewhere && (
          <p className="help hw-pads">
            <Gamepad2 className="i i-14" aria-hidden />
            {pads.length === 0
              ? 'No gamepad yet: press any button on it, and the browser shows it.'
              : pads.map(({ index, id: name }) => `Pad ${index + 1}: ${name}`).join(', ')}
          </p>
        )}
      </section>
      <Order round={client.round} />
    </div>
  );
};
