import { useState } from 'react';
import type { CommandView } from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { commandBytes } from '../../ui/command-bytes.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { WireBytes, type WireShown } from '../../ui/WireBytes.tsx';
import { Choice } from './Choice.tsx';

const Head = ({ command }: { command: CommandView }) => {
  switch (command.transport) {
    case 'http':
      return (
        <p>
          <b>{command.method}</b> {command.url}
        </p>
      );
    case 'osc':
      return (
        <>
          <p>
            <span className="mut">
              OSC over {command.via.toUpperCase()} to {command.host}:{command.port}
            </span>
          </p>
          <p>
            <b>{command.address}</b>
            {command.args.map(({ type, value }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the place of an argument is what it is
              <span key={at} className="pr-arg">
                <span className="mut">{type}</span> {value === undefined ? '' : String(value)}
              </span>
            ))}
          </p>
        </>
      );
    case 'tcp':
    case 'udp':
      return (
        <p className="mut">
          {command.transport.toUpperCase()} to {command.host}:{command.port}
        </p>
      );
    case 'obs':
      return (
        <p>
          <b>{command.request_type}</b>{' '}
          <span className="mut">
            OBS request to {command.host}:{command.port}
            {command.signs_in ? ', signed in by password' : ''}
          </span>
        </p>
      );
    case 'camera':
    case 'hardware':
      return null;
  }
};

interface WhatLeavesProps {
  command: CommandView | null;
  fault: Fault | null;
  note: string | null;
}

/** The exact command, and its bytes as text and in hex. */
export const WhatLeaves = ({ command, fault, note }: WhatLeavesProps) => {
  const [as, setAs] = useState<WireShown>('both');
  const bytes = command && commandBytes(command);
  return (
    <section className="pr-part pr-leaves" aria-label="What would leave">
      <div className="pr-line">
        <h2>What would leave</h2>
        {bytes && <span className="fig mut">{bytes.length} B</span>}
        <span className="grow" />
        <Choice
          label="Show as"
          name="as"
          value={as}
          options={[
            { value: 'text', words: 'Text' },
            { value: 'both', words: 'Both' },
            { value: 'hex', words: 'Hex' },
          ]}
          onChange={setAs}
        />
      </div>
      {fault && <FaultNote message={fault.message} hint={null} />}
      {command && bytes && (
        <div className="pr-command fig">
          <Head command={command} />
          <WireBytes bytes={bytes} as={as} />
        </div>
      )}
      {note && <p className="help">{note}</p>}
    </section>
  );
};
