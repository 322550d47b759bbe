import './wire-bytes.css';
import { Bytes } from './Bytes.tsx';
import { hexLines } from './hex-lines.ts';

export type WireShown = 'text' | 'both' | 'hex';

/** A screen shows a few pages; a datagram has no more than 65,507 bytes, but a body may. */
const MOST_BYTES = 4096;

const decoder = new TextDecoder();
const LINE = /[^\n]*\n|[^\n]+$/g;

const AsText = ({ bytes }: { bytes: Uint8Array }) => (
  <pre className="fig wire-text">
    {(decoder.decode(bytes).match(LINE) ?? []).map((line, at) => (
      // oxlint-disable-next-line react/no-array-index-key -- a line is its place
      <span key={at} className="wire-line">
        <Bytes of={line} />
      </span>
    ))}
  </pre>
);

const AsHex = ({ bytes }: { bytes: Uint8Array }) => (
  <pre className="fig wire-hex">
    {hexLines(bytes).map(({ at, hex, text }) => (
      <span key={at} className="wire-line">
        <span className="mut">{at.toString(16).padStart(4, '0')}</span> {hex.padEnd(23)}{' '}
        <span className="sec">{text}</span>
      </span>
    ))}
  </pre>
);

/** The bytes of a command as text, in hex, or both; the first 4096 of them. */
export const WireBytes = ({ bytes, as }: { bytes: Uint8Array; as: WireShown }) => {
  const shown = bytes.subarray(0, MOST_BYTES);
  return (
    <>
      {as !== 'hex' && <AsText bytes={shown} />}
      {as !== 'text' && <AsHex bytes={shown} />}
      {bytes.length > MOST_BYTES && (
        <p className="help">
          {(bytes.length - MOST_BYTES).toLocaleString('en')} bytes more are not shown.
        </p>
      )}
    </>
  );
};
