import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { HardwareClient, HardwareListing } from '#shared/contract/hardware-clients.ts';
import { Buzzers } from './Buzzers.tsx';
import { ClientEditor } from './ClientEditor.tsx';
import { runHere } from './client-commands.ts';
import { clientPath, type Tab } from './client-path.ts';
import { Connection } from './Connection.tsx';
import { LogPane } from './LogPane.tsx';
import { Mapping } from './Mapping.tsx';

const LIVE: Partial<Record<HardwareListing['kind'], string>> = {
  buzzer: 'Buzzers',
  osc_bridge: 'Mapping',
};

const tabsOf = (client: HardwareListing): [Tab, string][] => {
  const live = LIVE[client.kind];
  return [
    ...(live === undefined ? [] : [['live', live] as [Tab, string]]),
    ['connection', 'Connection'],
    ['log', 'Log'],
    ['setup', 'Setup'],
  ];
};

interface ClientPaneProps {
  id: string;
  /** Undefined where it was deleted, and something of it is still typed here. */
  client: HardwareListing | undefined;
  stored: HardwareClient | undefined;
  tab: Tab;
  history: ReactNode;
}

const Shown = ({ id, client, stored, tab, history }: ClientPaneProps) => {
  // What is typed keeps its place, and the focus, when the client goes.
  if (!client) return <ClientEditor id={id} stored={stored} history={history} />;
  const { kind } = client;
  switch (tab) {
    case 'live':
      if (kind === 'osc_bridge') return <Mapping client={client} />;
      if (stored?.kind === 'buzzer') return <Buzzers client={client} stored={stored} />;
      return <Connection client={client} stored={stored} />;
    case 'connection':
      return <Connection client={client} stored={stored} />;
    case 'log':
      return <LogPane client={client} />;
    case 'setup':
      return <ClientEditor id={id} stored={stored} history={history} />;
  }
};

/** What is known of the client that is open, and what can be done with it. Give it a `key` of the client. */
export const ClientPane = (props: ClientPaneProps) => {
  const { id, client, stored, tab } = props;
  const tabs = client ? tabsOf(client) : [];
  const usual = client ? 'connection' : 'setup';
  const shown = tabs.some(([each]) => each === tab) ? tab : usual;
  return (
    <section className="pane hw-pane" aria-label={`Client ${id}`}>
      {client && (
        <nav className="bar hw-tabs" aria-label={`Parts of ${id}`}>
          <span className="seg setup-tabs">
            {tabs.map(([each, words]) => (
              <Link
                key={each}
                href={clientPath(id, each)}
                aria-current={each === shown ? 'page' : undefined}
              >
                {words}
              </Link>
            ))}
          </span>
        </nav>
      )}
      {client?.elsewhere && stored && (
        <div className="hw-note hw-elsewhere">
          <p>
            <b>Another control room runs it.</b>{' '}
            <span className="sec">There it is started, stopped and pressed.</span>
          </p>
          <button type="button" className="btn" onClick={() => void runHere(stored)}>
            Run it here from now on
          </button>
        </div>
      )}
      <div className="hw-part" data-tab={shown}>
        <Shown {...props} tab={shown} />
      </div>
    </section>
  );
};
