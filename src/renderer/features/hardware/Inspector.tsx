import { Pause, Play, SquarePen } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { Choice } from '../../ui/Choice.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Select } from '../../ui/Select.tsx';
import { countWords } from './client-words.ts';
import { Composer } from './Composer.tsx';
import { MessageDetail } from './MessageDetail.tsx';
import { MessageList } from './MessageList.tsx';
import {
  countSince,
  EVERY_MESSAGE,
  trafficRows,
  typesIn,
  type MessageFilter,
  type SeenMessage,
  type TrafficLog,
} from './traffic-log.ts';
import { useTraffic } from './use-traffic.ts';

const DIRECTIONS = [
  { value: 'all', words: 'All' },
  { value: 'in', words: 'In' },
  { value: 'out', words: 'Out' },
] as const;

const BLANK = '{\n  "type": ""\n}';

interface FiltersProps {
  filter: MessageFilter;
  types: readonly string[];
  onChange: (filter: MessageFilter) => void;
}

const Filters = ({ filter, types, onChange }: FiltersProps) => {
  const shown =
    filter.type === null || types.includes(filter.type) ? types : [...types, filter.type];
  return (
    <div className="insp-filters">
      <Choice
        label="Direction"
        isQuiet
        value={filter.direction}
        options={DIRECTIONS}
        onChange={(direction) => onChange({ ...filter, direction })}
      />
      <Select
        aria-label="Type"
        value={filter.type ?? ''}
        onChange={({ target: { value } }) =>
          onChange({ ...filter, type: value === '' ? null : value })
        }
      >
        <option value="">Every type</option>
        {shown.map((type) => (
          <option key={type}>{type}</option>
        ))}
      </Select>
      <SearchField
        label="Find in messages"
        placeholder="Text"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
    </div>
  );
};

/** Why no message is shown. */
const nothingWords = (
  { messages }: TrafficLog,
  { state, elsewhere }: HardwareListing,
): string => {
  if (messages.length > 0) return 'No message fits.';
  if (elsewhere) return 'Another control room runs it: its messages show there.';
  return state === 'open' || state === 'stale'
    ? 'Nothing came or left since this page is open. What does shows here at once.'
    : 'It has no connection: messages show here once it has.';
};

/** What comes and leaves at one client, as it happens. Give it a `key` of the client. */
export const Inspector = ({ client }: { client: HardwareListing }) => {
  const { client_id: id } = client;
  const isLive = useIsLive();
  const { log, missed, fault } = useTraffic(id);
  const [paused, setPaused] = useState<TrafficLog | null>(null);
  const [filter, setFilter] = useState(EVERY_MESSAGE);
  const [chosen, choose] = useState<SeenMessage | null>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const write = useRef<HTMLButtonElement>(null);
  const closeDraft = (): void => {
    setDraft(null);
    write.current?.focus();
  };
  // A flood of messages must not hold up what is typed.
  const shown = useDeferredValue(paused ?? log);
  const rows = trafficRows(shown, filter);
  const newer = paused ? countSince(paused, log) : 0;
  return (
    <aside className="pane hw-insp" aria-label={`Messages of ${id}`}>
      <div className="bar">
        <h2 className="cut" title={id}>
          {id}
        </h2>
        <span className="mut cut">
          {paused ? 'messages, paused' : isLive ? 'messages, live' : 'messages, as they were'}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          aria-pressed={paused !== null}
          onClick={() => setPaused(paused ? null : log)}
        >
          {paused ? (
            <Play className="i i-14" aria-hidden />
          ) : (
            <Pause className="i i-14" aria-hidden />
          )}
          Pause
          {newer > 0 && <span className="fig">+{countWords(newer)}</span>}
        </button>
        <button
          ref={write}
          type="button"
          className="btn"
          data-kind="quiet"
          data-size="icon"
          aria-label="Write a message"
          title="Write a message"
          onClick={() => setDraft(draft ?? BLANK)}
        >
          <SquarePen className="i i-14" aria-hidden />
        </button>
      </div>
      <Filters filter={filter} types={typesIn(shown)} onChange={setFilter} />
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {missed > 0 && (
        <p className="insp-missed c-amber">{countWords(missed)} passed too fast to be shown.</p>
      )}
      {rows.length === 0 ? (
        <p className="help insp-none">{nothingWords(shown, client)}</p>
      ) : (
        <MessageList
          rows={rows}
          label={`Messages of ${id}, newest first`}
          chosen={chosen?.id ?? null}
          onChoose={choose}
        />
      )}
      {draft !== null ? (
        <Composer clientId={id} text={draft} onChange={setDraft} onClose={closeDraft} />
      ) : (
        chosen && <MessageDetail message={chosen} onSend={setDraft} />
      )}
    </aside>
  );
};
