import { Play, RotateCw, Square, X } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import { hintOf } from '../../link/faults.ts';
import { latency } from '../../state/figures.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { LiveText } from '../../ui/LiveText.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { startClient, stopClient, tryNow, useAsking } from './client-commands.ts';
import { clientPath, type Tab } from './client-path.ts';
import {
  ageWords,
  countWords,
  lossWords,
  offsetWords,
  roundTripStory,
  sinceMs,
  storyOf,
} from './client-words.ts';
import { StateChip } from './StateChip.tsx';

/** The engine keeps the round trips of so many pings. */
const PINGS_SHOWN = 60;
/** Below this the line is drawn as noise. */
const LEAST_MS = 2;

interface FigureProps {
  label: string;
  value: string;
  isAmber?: boolean;
  title?: string;
}

const Figure = ({ label, value, isAmber = false, title }: FigureProps) => (
  <div title={title}>
    <dt>{label}</dt>
    <dd className={isAmber ? 'fig c-amber' : 'fig'}>{value}</dd>
  </div>
);

const Counts = ({ client }: { client: HardwareListing }) => (
  <dl className="hw-counts">
    <Figure label="In" value={countWords(client.messages_in)} title="Messages that came" />
    <Figure label="Out" value={countWords(client.messages_out)} title="Messages that left" />
    <Figure
      label="Queued"
      value={countWords(client.queued)}
      isAmber={client.queued > 0}
      title="Wait until the backend is back, or expire"
    />
    <Figure
      label="Expired"
      value={countWords(client.expired)}
      isAmber={client.expired > 0}
      title="Waited longer than they may, and were not sent"
    />
    <Figure
      label="Dropped"
      value={countWords(client.dropped)}
      isAmber={client.dropped > 0}
      title="Could not be sent and may not wait, or made room for newer ones"
    />
    {client.unacknowledged > 0 && (
      <Figure
        label="Unsure"
        value={countWords(client.unacknowledged)}
        isAmber
        title="Left, and the connection was lost before the backend showed that it had read them"
      />
    )}
  </dl>
);

const known = (ms: number | null): string => (ms === null ? '–' : latency(ms));

/** What its pings say, in one line. */
const Pings = ({ client }: { client: HardwareListing }) => (
  <p className="hw-pings mut">
    <span>
      p50 <b className="fig">{known(client.rtt_p50_ms)}</b>
    </span>
    <span>
      p95 <b className="fig">{known(client.rtt_p95_ms)}</b>
    </span>
    <span title="Pings that were not answered, of the last ones">
      loss{' '}
      <b className={(client.loss ?? 0) > 0 ? 'fig c-amber' : 'fig'}>{lossWords(client.loss)}</b>
    </span>
    <span
      className="hw-clock"
      title="The backend’s clock less ours, and how exactly that is known"
    >
      clock <b className="fig">{offsetWords(client)}</b>
    </span>
  </p>
);

/** What is wrong with it, and when that was; else what it is for. */
const Trouble = ({ client }: { client: HardwareListing }) => {
  const { client_id: id, last_error: error, last_error_at: at, problem, state } = client;
  const { fault } = useAsking(id);
  if (client.elsewhere && !fault) return null;
  const words = fault ? `${fault.message} ${hintOf(fault) ?? ''}` : (problem ?? error);
  if (words === null) return null;
  const isOver = !fault && problem === null && state === 'open';
  return (
    <p
      className={isOver ? 'hw-error mut' : 'hw-error c-amber'}
      role={fault ? 'alert' : undefined}
    >
      <X className="i i-14" aria-hidden />
      <span>
        {!fault && problem === null && at !== null && (
          <span className="fig mut" title={utcOf(at)}>
            {timeOf(at).seconds}{' '}
          </span>
        )}
        {words}
      </span>
    </p>
  );
};

const Do = ({ client }: { client: HardwareListing }) => {
  const { client_id: id, state, elsewhere } = client;
  const { isBusy } = useAsking(id);
  const isRunning = state !== 'stopped';
  const again = state === 'waiting' || state === 'stale';
  // It is started and stopped where it runs.
  if (elsewhere) return null;
  return (
    <span className="hw-do">
      {again && (
        <button
          type="button"
          className="btn"
          data-size="icon"
          aria-label={`Try ${id} now`}
          title="Connect anew, now"
          disabled={isBusy}
          onClick={() => void tryNow(id)}
        >
          <RotateCw className="i i-14" aria-hidden />
        </button>
      )}
      <button
        type="button"
        className="btn"
        data-size="icon"
        aria-label={isRunning ? `Stop ${id}` : `Start ${id}`}
        title={isRunning ? 'Stop' : 'Start'}
        disabled={isBusy}
        onClick={() => void (isRunning ? stopClient(id) : startClient(id))}
      >
        {isRunning ? (
          <Square className="i i-14" aria-hidden />
        ) : (
          <Play className="i i-14" aria-hidden />
        )}
      </button>
    </span>
  );
};

interface ClientRowProps {
  client: HardwareListing;
  isChosen: boolean;
  isSimulated: boolean;
  /** The tab that stays open when this one is chosen. */
  tab: Tab;
}

/** One client at a glance. */
export const ClientRow = ({ client, isChosen, isSimulated, tab }: ClientRowProps) => {
  const { client_id: id, state, kind, data_at } = client;
  const story = useCallback((now: number) => storyOf(client, now), [client]);
  const age = useCallback((now: number) => ageWords(sinceMs(data_at, now)), [data_at]);
  const isOld = state === 'stale' || state === 'waiting';
  return (
    <li className="hw" data-open={isChosen || undefined} data-state={state} data-client={id}>
      <div className="hw-name">
        <span className="hw-id">
          <Link
            href={clientPath(id, tab)}
            className="hw-link cut"
            aria-current={isChosen ? 'true' : undefined}
            title={id}
          >
            {id}
          </Link>
          <StateChip state={state} />
          {isSimulated && (
            <span className="sim" title="It is connected to the built-in backend">
              SIM
            </span>
          )}
        </span>
        <span className="mut cut">
          {kind.replaceAll('_', ' ')} · <LiveText words={story} />
        </span>
      </div>
      <div className="hw-age">
        <span className="hw-lab">Data age</span>
        <LiveText className={isOld ? 'fig c-amber' : 'fig'} words={age} />
      </div>
      <div className="hw-trip">
        <span className="hw-lab">
          Round trip <span className="fig sec">{known(client.rtt_ms)}</span>
        </span>
        <Sparkline
          label={roundTripStory(client)}
          values={client.rtt_history_ms}
          room={PINGS_SHOWN}
          least={LEAST_MS}
        />
      </div>
      <Counts client={client} />
      <Do client={client} />
      <Pings client={client} />
      <Trouble client={client} />
    </li>
  );
};
