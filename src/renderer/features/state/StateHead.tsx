import { Clock, FilePen, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { clockTime } from '../../state/local-time.ts';
import { SearchPicker } from '../../ui/SearchPicker.tsx';
import { NewSession } from './NewSession.tsx';
import { useKeptSince } from '../../state/use-kept-since.ts';
import { BACKEND_WORDS, type StateSession } from './use-sessions.ts';

interface StateHeadProps {
  /** Null while none is open. */
  session: string | null;
  sessions: readonly StateSession[];
  /** Null where nothing is known of it yet. */
  version: number | null;
  onOpen: (session: string) => void;
  /** Somebody is about to choose: who there is now. */
  onLook: () => void;
  onBegun: (session: string) => void;
  onPatch?: () => void;
}

const detailOf = ({ hasState, backend }: StateSession): string =>
  [
    ...(hasState ? ['master state'] : []),
    ...(backend ? [`variables ${BACKEND_WORDS[backend]}`] : []),
  ].join(' · ');

const AWAY = {
  link: 'The link to the engine is away. What stands here may have changed since.',
  store: 'Redis is away. What it holds may have changed since.',
} as const;

/** Says since when what is shown is kept only. */
const KeptChip = (): ReactNode => {
  const kept = useKeptSince();
  if (kept === null) return null;
  return (
    <span className="chip" data-tone="amber" title={AWAY[kept.away]}>
      <Clock className="i i-14" aria-hidden />
      as of {clockTime(kept.since)}
    </span>
  );
};

/** Which session is open, and what there is of it. */
export const StateHead = ({
  session,
  sessions,
  version,
  onOpen,
  onLook,
  onBegun,
  onPatch,
}: StateHeadProps) => {
  const [begins, setBegins] = useState(false);
  const groups = [
    {
      label: 'Sessions',
      items: sessions.map((each) => ({ id: each.session, detail: detailOf(each) })),
    },
  ];
  return (
    <div className="page-head st-head">
      <h1>State</h1>
      <div className="st-pick" onFocusCapture={onLook}>
        <SearchPicker
          label="Session"
          value={session ?? ''}
          groups={groups}
          placeholder="Which session"
          isThere
          onChange={onOpen}
        />
      </div>
      {version !== null && <span className="chip">version {version}</span>}
      <KeptChip />
      <span className="grow" />
      <button type="button" className="btn" data-kind="quiet" onClick={() => setBegins(true)}>
        <Plus className="i i-14" aria-hidden />
        New session
      </button>
      {onPatch && (
        <button type="button" className="btn" onClick={onPatch}>
          <FilePen className="i i-14" aria-hidden />
          Patch
        </button>
      )}
      {begins && (
        <NewSession
          sessions={sessions}
          onBegun={(name) => {
            setBegins(false);
            onBegun(name);
          }}
          onClose={() => setBegins(false)}
        />
      )}
    </div>
  );
};
