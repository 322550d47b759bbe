import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Protocol } from '#shared/contract/protocol.ts';
import { useIntents, useProtocols } from '../../state/mirror-store.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { usersOf } from './used-by.ts';

const fits = (protocol: Protocol, words: string): boolean => {
  const text =
    `${protocol.protocol_name} ${protocol.protocol_type} ${protocol.description}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const Row = ({ protocol, isOpen }: { protocol: Protocol; isOpen: boolean }) => {
  const users = usersOf(protocol.protocol_name, useIntents()).length;
  return (
    <li>
      <Link
        href={`/protocols/${protocol.protocol_name}`}
        className="pr-row"
        aria-current={isOpen ? 'page' : undefined}
      >
        <span className="pr-row-name">
          <b className="fig cut">{protocol.protocol_name}</b>
          <span className="mut cut">{protocol.description}</span>
        </span>
        <span className="chip">{protocol.protocol_type.toUpperCase()}</span>
        <span className="fig mut pr-users" title={`used by ${users} intents`}>
          {users}
          <span className="sr"> intents use it</span>
        </span>
      </Link>
    </li>
  );
};

/** All protocols, searchable. */
export const ProtocolList = ({ open }: { open: string | undefined }) => {
  const protocols = useProtocols();
  const [words, setWords] = useState('');
  const all = Object.values(protocols).sort((a, b) =>
    a.protocol_name.localeCompare(b.protocol_name),
  );
  const shown = all.filter((protocol) => fits(protocol, words));
  return (
    <nav className="pane pr-list" aria-label="Protocols">
      <div className="bar">
        <SearchField
          label="Search protocols"
          placeholder="Name, transport, what it does"
          value={words}
          onChange={setWords}
        />
        <Link href="/protocols/+new" className="btn" aria-label="New protocol">
          <Plus className="i i-14" aria-hidden />
          New
        </Link>
      </div>
      <ul className="pr-rows">
        {shown.map((protocol) => (
          <Row
            key={protocol.protocol_name}
            protocol={protocol}
            isOpen={protocol.protocol_name === open}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="help pr-none">
          {all.length === 0 ? 'There is no protocol yet.' : `Nothing fits “${words}”.`}
        </p>
      )}
    </nav>
  );
};
