import { useState } from 'react';
import { hintOf } from '../../link/faults.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ComparePane } from './ComparePane.tsx';
import { HistoryPane, type Picked } from './HistoryPane.tsx';
import { LostPane } from './LostPane.tsx';
import { MasterPane } from './MasterPane.tsx';
import { PatchDialog } from './PatchDialog.tsx';
import { StateHead } from './StateHead.tsx';
import { useFormerVersion } from './use-former-version.ts';
import { useKeptSince } from '../../state/use-kept-since.ts';
import { useLost } from './use-lost.ts';
import { useMasterState } from './use-master-state.ts';
import type { StateSession } from './use-sessions.ts';
import { useVariables } from './use-variables.ts';
import { VariablesPane } from './VariablesPane.tsx';

interface SessionPageProps {
  session: string;
  sessions: readonly StateSession[];
  onOpen: (session: string) => void;
  refresh: () => void;
}

/** One session: its master state with all that became of it, and its variables. */
export const SessionPage = ({ session, sessions, onOpen, refresh }: SessionPageProps) => {
  const kept = useKeptSince();
  const state = useMasterState(session);
  const variables = useVariables(session, refresh);
  const [picked, setPicked] = useState<Picked | null>(null);
  const { former, fault, show, leave } = useFormerVersion(session);
  const [patches, setPatches] = useState(false);
  const { snapshot } = state;
  const { lost, letGo } = useLost(session, state.lost);
  const lostOne =
    picked?.kind === 'lost' ? lost.find(({ lost_id }) => lost_id === picked.id) : undefined;
  const backend = sessions.find((each) => each.session === session)?.backend;
  const newest = state.commits[0]?.version;
  const shownPick: Picked | null =
    lostOne || picked?.kind === 'version'
      ? picked
      : newest === undefined
        ? null
        : { kind: 'version', version: newest };
  return (
    <div className="page">
      <StateHead
        session={session}
        sessions={sessions}
        version={snapshot?.version ?? null}
        onOpen={onOpen}
        onLook={refresh}
        onBegun={(begun) => {
          refresh();
          onOpen(begun);
        }}
        onPatch={() => setPatches(true)}
      />
      {fault && (
        <div className="st-note">
          <FaultNote message={fault.message} hint={hintOf(fault)} />
        </div>
      )}
      <div className="st-room">
        <MasterPane
          session={session}
          state={state}
          former={former}
          onLive={leave}
          isKept={kept !== null}
        />
        <HistoryPane state={state} lost={lost} picked={shownPick} onPick={setPicked} />
        {lostOne && snapshot ? (
          <LostPane
            key={lostOne.lost_id}
            session={session}
            lost={lostOne}
            snapshot={snapshot}
            onDone={() => setPicked(null)}
            onLetGo={() => {
              setPicked(null);
              letGo(lostOne.lost_id);
            }}
          />
        ) : (
          <ComparePane
            session={session}
            commits={state.commits}
            picked={picked?.kind === 'version' ? picked.version : null}
            now={snapshot?.version ?? 0}
            onShow={show}
          />
        )}
        <VariablesPane
          session={session}
          variables={variables}
          backend={backend ?? null}
          onBegun={refresh}
          isKept={kept?.away === 'link' || (kept !== null && backend === 'bridged')}
        />
      </div>
      {patches && snapshot && (
        <PatchDialog session={session} snapshot={snapshot} onClose={() => setPatches(false)} />
      )}
    </div>
  );
};
