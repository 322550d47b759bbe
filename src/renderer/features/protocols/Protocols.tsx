import './protocols.css';
import { Cable } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useProtocols } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SetupTabs } from '../../ui/SetupTabs.tsx';
import { ProtocolList } from './ProtocolList.tsx';
import { ProtocolPage } from './ProtocolPage.tsx';

/** No name may hold a plus. */
const NEW = '+new';

interface ProtocolsProps {
  /** The protocol that is open; undefined for none. */
  name: string | undefined;
  /** Opens its history. */
  history: ReactNode;
}

/** The protocols, and the one that is open. */
export const Protocols = ({ name, history }: ProtocolsProps) => {
  const count = Object.keys(useProtocols()).length;
  return (
    <div className="page">
      <div className="page-head">
        <h1>Protocols</h1>
        <SetupTabs at="/protocols" />
        <span className="mut">{count}</span>
      </div>
      <div className="pr-panes" data-open={name !== undefined ? true : undefined}>
        <ProtocolList open={name} />
        {name === undefined ? (
          <div className="pane pr-edit pr-nothing">
            <EmptyState icon={Cable} title="What is said to a device">
              <p>
                A protocol is a template of one command: a path, a line, a datagram or an OSC
                message with variables in it, and the rule that tells done from failed. Intents
                name one, a device and the values.
              </p>
              <Link href={`/protocols/${NEW}`} className="btn">
                Make a new one
              </Link>
            </EmptyState>
          </div>
        ) : (
          <ProtocolPage
            key={name}
            name={name === NEW ? null : name}
            history={name === NEW ? null : history}
          />
        )}
      </div>
    </div>
  );
};
