import type { HardwareClient, HardwareListing } from '#shared/contract/hardware-clients.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { ClientRow } from './ClientRow.tsx';
import { inOrder } from './client-words.ts';
import type { Tab } from './client-path.ts';

interface ClientListProps {
  clients: Readonly<Record<string, HardwareListing>>;
  stored: Readonly<Record<string, HardwareClient>>;
  open: string | null;
  tab: Tab;
}

/** All clients, each at a glance. */
export const ClientList = ({ clients, stored, open, tab }: ClientListProps) => (
  <ScrollRegion className="hw-list" label="Clients">
    <ul>
      {inOrder(Object.keys(clients)).map((id) => {
        const client = clients[id];
        return (
          client && (
            <ClientRow
              key={id}
              client={client}
              isSimulated={stored[id]?.simulated === true}
              isChosen={id === open}
              tab={tab}
            />
          )
        );
      })}
    </ul>
  </ScrollRegion>
);
