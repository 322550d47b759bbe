import './state.css';
import './variables.css';
import { Database } from 'lucide-react';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { NameSchema } from '#shared/contract/names.ts';
import { hintOf } from '../../link/faults.ts';
import { recall, remember } from '../../state/remembered.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SessionPage } from './SessionPage.tsx';
import { StateHead } from './StateHead.tsx';
import { ROOM_SESSION, useSessions } from './use-sessions.ts';

const LAST = 'state.session';

const pathOf = (session: string): string => `/state/${encodeURIComponent(session)}`;

/** What agents and control rooms share: a versioned state per session, and typed variables. */
export const State = ({ session: named }: { session: string | undefined }) => {
  const [, navigate] = useLocation();
  const { sessions, fault, refresh } = useSessions();
  const asked = NameSchema.safeParse(named);
  const session =
    (asked.success ? asked.data : null) ??
    recall(LAST, NameSchema) ??
    sessions?.[0]?.session ??
    null;
  useEffect(() => {
    if (asked.success) remember(LAST, asked.data);
  }, [asked.success, asked.data]);
  const open = (next: string): void => navigate(pathOf(next));
  if (session !== null)
    return (
      <SessionPage
        key={session}
        session={session}
        sessions={sessions ?? []}
        onOpen={open}
        refresh={refresh}
      />
    );
  return (
    <div className="page">
      <StateHead
        session={null}
        sessions={sessions ?? []}
        version={null}
        onOpen={open}
        onLook={refresh}
        onBegun={(begun) => {
          refresh();
          open(begun);
        }}
      />
      {sessions === null ? (
        <div className="st-note">
          {fault ? (
            <FaultNote message={fault.message} hint={hintOf(fault)} />
          ) : (
            <p className="sec">Waiting for the engine.</p>
          )}
        </div>
      ) : (
        <EmptyState
          icon={Database}
          title="No session has a state yet"
          until="Agents begin one over gRPC or REST, or by writing its key in Redis: it shows here then."
        >
          <p>
            A session is what one show’s agents and control rooms share: a state in which every
            change is a version with its author, and typed variables that commands use.
          </p>
          <button
            type="button"
            className="btn"
            data-kind="primary"
            onClick={() => open(ROOM_SESSION)}
          >
            Open the session {ROOM_SESSION}
          </button>
          <p>It is the one of whoever names none: keys of the deck, and clients over REST.</p>
        </EmptyState>
      )}
    </div>
  );
};
