import './hardware.css';
import './client-pane.css';
import './client-form.css';
import './inspector.css';
import './mapping.css';
import { Plus, Siren } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { recallDraft } from '../../state/draft-memory.ts';
import { useHardware, useHardwareClients, useMirrorReady } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ClientEditor } from './ClientEditor.tsx';
import { ClientList } from './ClientList.tsx';
import { ClientPane } from './ClientPane.tsx';
import { clientIn, NEW_CLIENT, type Tab } from './client-path.ts';
import { inOrder, stateCounts } from './client-words.ts';
import { Inspector } from './Inspector.tsx';
import { StateChip } from './StateChip.tsx';
import { TypedClientSchema } from './typed-client.ts';

const NEW_PATH = `/hardware/${NEW_CLIENT}`;

const NoClients = ({ demo }: { demo: ReactNode }) => (
  <EmptyState icon={Siren} title="No hardware yet">
    <p>
      A client connects to a game backend over a WebSocket and stays connected: a buzzer with
      its buttons, a bridge to OSC, or anything else that sends messages. Its messages can fire
      intents and macros.
    </p>
    <span className="hw-row">
      <Link href={NEW_PATH} className="btn" data-kind="primary">
        <Plus className="i i-14" aria-hidden />
        Add the first client
      </Link>
      {demo}
    </span>
  </EmptyState>
);

const Missing = ({ id, history }: { id: string; history: ReactNode }) => (
  <div className="pane hw-pane">
    <EmptyState icon={Siren} title={`There is no client ${id}`}>
      <p>It was deleted, or never stored. Choose another one in the list.</p>
      {history}
    </EmptyState>
  </div>
);

interface BelowProps {
  open: string | null;
  client: HardwareListing | undefined;
  tab: Tab;
  history: (clientId: string) => ReactNode;
}

/** What stands under the list. */
const Below = ({ open, client, tab, history }: BelowProps) => {
  const stored = useHardwareClients();
  if (open === NEW_CLIENT)
    return (
      <section className="pane hw-pane" aria-label="A new client">
        <ClientEditor key={NEW_CLIENT} id={null} stored={undefined} history={null} />
      </section>
    );
  if (open === null) return null;
  // What somebody else deleted stays open for as long as something typed is there.
  if (client || stored[open] || recallDraft('hardware', open, TypedClientSchema) !== null)
    return (
      <ClientPane
        key={open}
        id={open}
        client={client}
        stored={stored[open]}
        tab={tab}
        history={history(open)}
      />
    );
  return <Missing id={open} history={history(open)} />;
};

interface HardwareProps {
  /** The client that is open, as the address has it; undefined where none was chosen. */
  part: string | undefined;
  tab: Tab;
  /** Opens the history of a client. */
  history: (clientId: string) => ReactNode;
  /** The button that loads the demo show. */
  demo: ReactNode;
}

/** The hardware that is connected, as it is at this moment. */
export const Hardware = ({ part, tab, history, demo }: HardwareProps) => {
  const clients = useHardware();
  const stored = useHardwareClients();
  const isReady = useMirrorReady();
  const isLive = useIsLive();
  const [first] = inOrder(Object.keys(clients));
  // Where none was chosen, the one that is open stays so: another that comes before it must not take its place under a finger.
  const [unchosen, setUnchosen] = useState(first);
  const byItself = unchosen !== undefined && clients[unchosen] ? unchosen : first;
  if (byItself !== unchosen) setUnchosen(byItself);
  const open =
    part === NEW_CLIENT ? NEW_CLIENT : part === undefined ? (byItself ?? null) : clientIn(part);
  const client = open === null ? undefined : clients[open];
  const isEmpty = first === undefined && open === null;
  return (
    <div className="page hardware">
      <div className="page-head">
        <h1>Hardware</h1>
        <span className="hw-row hw-summary">
          {!isLive && isReady && <span className="c-amber">as it was</span>}
          {stateCounts(Object.values(clients)).map(({ state, count }) => (
            <StateChip key={state} state={state} count={count} />
          ))}
        </span>
        <span className="grow" />
        <Link href={NEW_PATH} className="btn">
          <Plus className="i i-14" aria-hidden />
          Add a client
        </Link>
      </div>
      {!isReady && <p className="waiting sec">Waiting for the engine.</p>}
      {isReady && isEmpty && <NoClients demo={demo} />}
      {isReady && !isEmpty && (
        <div
          className="hw-room"
          data-alone={client ? undefined : true}
          data-stale={isLive ? undefined : true}
        >
          <ClientList
            clients={clients}
            stored={stored}
            open={open}
            tab={open === NEW_CLIENT ? 'live' : tab}
          />
          <Below open={open} client={client} tab={tab} history={history} />
          {client && <Inspector key={open} client={client} />}
        </div>
      )}
    </div>
  );
};
