import './armed-cell.css';
import { TriangleAlert, Siren, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useIsLive } from '../../state/connection-store.ts';
import { useHardware, useHardwareClients } from '../../state/mirror-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { buzzersOf, disarmAll, useBuzzerWatch } from './armed-buzzers.ts';
import { clientPath } from './client-path.ts';
import { countsWords } from './press-result.ts';
import { useLastPress } from './press-buzzer.ts';
import { useBuzzerInputs } from './use-buzzer-inputs.ts';

const RESULT_SHOWN_MS = 4000;

/** What became of the newest press, for a moment. */
const useFreshPress = () => {
  const { last } = useLastPress();
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (!last || last.mark === 'pressed') return;
    const timer = setTimeout(() => setSeen(last.number), RESULT_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);
  return last && last.number > seen ? last : null;
};

/** In the top bar, while keys and gamepads press buzzers on every page: whose, and what became of the last press. */
export const ArmedCell = () => {
  useBuzzerInputs();
  const { armed } = useBuzzerWatch();
  const clients = useHardware();
  const watched = buzzersOf(armed, useHardwareClients(), clients);
  const isLive = useIsLive();
  const last = useFreshPress();
  const [first] = watched;
  if (!first) return null;
  const ids = watched.map(({ clientId }) => clientId);
  // That they are off between two questions is as it should be.
  const away = ids.flatMap((id) => {
    const { state = 'stopped' } = clients[id] ?? {};
    const isThere = isLive && (state === 'open' || state === 'stale');
    return isThere
      ? []
      : [`${id}: ${countsWords({ state, buzzers_enabled: null }, isLive).why}`];
  });
  const words = ids.length === 1 ? first.clientId : `${ids.length} clients`;
  return (
    <div className="cell armed" data-away={away.length > 0 || undefined}>
      <Link
        href={clientPath(first.clientId)}
        aria-label={`Buzzers armed: ${ids.join(', ')}`}
        title={[`Keys and gamepads press on every page: ${ids.join(', ')}`, ...away].join('\n')}
      >
        <span className="cap">
          {away.length > 0 ? (
            <TriangleAlert className="i" aria-hidden />
          ) : (
            <Siren className="i" aria-hidden />
          )}
          Armed
        </span>
        {last ? (
          <span className="val out" data-o={last.mark}>
            <OutcomeMark of={last.mark} />
            <span className="cut">
              {last.buzzerId} {last.words}
            </span>
          </span>
        ) : (
          <span className="val">
            <span className="cut">{away.length > 0 ? `${words}, away` : words}</span>
          </span>
        )}
      </Link>
      <IconButton icon={X} label="Disarm the buzzers" onClick={disarmAll} />
    </div>
  );
};
