import { useState } from 'react';
import type { CommandView } from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { Choice } from './Choice.tsx';
import { commandBytes, hexLines } from './command-bytes.ts';

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
      return null;
  }
};

const decoder = new TextDecoder();
const LINE = /[^\n]*\n|[^\n]+$/g;

const AsText = ({ bytes }: { bytes: Uint8Array }) => (
  <pre className="fig pr-text">
    {(decoder.decode(bytes).match(LINE) ?? []).map((line, at) => (
      // oxlint-disable-next-line react/no-array-index-key -- a line is its place
      <span key={at} className="pr-wire">
        <Bytes of={line} />
      </span>
    ))}
  </pre>
);

const AsHex = ({ bytes }: { bytes: Uint8Array }) => (
  <pre className="fig pr-hex">
    {hexLines(bytes).map(({ at, hex, text }) => (
      <span key={at} className="pr-wire">
        <span className="mut">{at.toString(16).padStart(4, '0')}</span> {hex.padEnd(23)}{' '}
        <span className="sec">{text}</span>
      </span>
    ))}
  </pre>
);

/** Bytes; each eight are a line of the page. */
const MOST_SHOWN = 4096;

interface WhatLeavesProps {
  command: CommandView | null;
  fault: Fault | null;
  note: string | null;
}

/** The exact command, and its bytes as text and in hex. */
export const WhatLeaves = ({ command, fault, note }: WhatLeavesProps) => {
  const [as, setAs] = useState<'text' | 'both' | 'hex'>('both');
  const bytes = command && commandBytes(command);
  const some = bytes?.subarray(0, MOST_SHOWN);
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
      {command && bytes && some && (
        <div className="pr-command fig">
          <Head command={command} />
          {as !== 'hex' && <AsText bytes={some} />}
          {as !== 'text' && <AsHex bytes={some} />}
          {bytes.length > MOST_SHOWN && (
            <p className="mut">{bytes.length - MOST_SHOWN} bytes more</p>
          )}
        </div>
      )}
      {note && <p className="help">{note}</p>}
    </section>
  );
};
