import { X } from 'lucide-react';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import type {
  MappingFault,
  MappingStatus,
  OscBridgeStatus,
} from '#shared/contract/osc-bridge.ts';
import { timeOf } from '../../state/local-time.ts';
import { countWords } from './client-words.ts';

const MOST_FAULTS = 20;

const Fault = ({ fault }: { fault: MappingFault }) => (
  <li className="err">
    <X className="i i-14" aria-hidden />
    <span>
      <b>
        Line {fault.line}, column {fault.column}: {fault.message}
      </b>{' '}
      {fault.hint}
      {fault.path !== '' && <span className="mut fig"> {fault.path}</span>}
    </span>
  </li>
);

const counters = (
  osc: OscBridgeStatus,
): [label: string, count: number, isTrouble: boolean][] => [
  ['OSC in', osc.osc_in, false],
  ['OSC out', osc.osc_out, false],
  ['no rule, in', osc.unmatched_in, false],
  ['no rule, out', osc.unmatched_out, false],
  ['failed', osc.failed, true],
  ['loops stopped', osc.loops_stopped, true],
  ['rate stopped', osc.rate_stopped, true],
];

/** What is in use, whatever stands in the file. */
const standing = ({
  faults,
  loaded_at,
  to_osc,
  to_websocket,
  words,
}: MappingStatus): string => {
  if (faults.length === 0) return words;
  if (loaded_at === null) return 'Nothing is translated until it is right.';
  return `Not taken over: the mapping of ${timeOf(loaded_at).seconds} stays in use, with ${to_osc} rules to OSC and ${to_websocket} from OSC.`;
};

/** What an OSC bridge translates, and what is wrong in its mapping file. */
export const Mapping = ({ client }: { client: HardwareListing }) => {
  const { osc } = client;
  if (!osc)
    return (
      <p className="help hw-said">
        Its mapping file is read once it runs: every fault in it is shown here with its line and
        column.
      </p>
    );
  const { mapping } = osc;
  return (
    <div className="hw-said">
      <p>
        <b className="fig hw-file">{mapping.file}</b>{' '}
        {mapping.faults.length > 0 && (
          <span className="chip" data-tone="amber">
            <X className="i" aria-hidden />
            {mapping.faults.length === 1 ? '1 fault' : `${mapping.faults.length} faults`}
          </span>
        )}
      </p>
      {mapping.faults.length > 0 && (
        <ul className="hw-faults" aria-label="Faults in the mapping file">
          {mapping.faults.slice(0, MOST_FAULTS).map((fault) => (
            <Fault key={`${fault.line} ${fault.column} ${fault.path}`} fault={fault} />
          ))}
          {mapping.faults.length > MOST_FAULTS && (
            <li className="mut">and {mapping.faults.length - MOST_FAULTS} more</li>
          )}
        </ul>
      )}
      <p className="sec">{standing(mapping)}</p>
      <dl className="hw-facts">
        <dt>Listens on</dt>
        <dd className="fig">{osc.receiving ?? 'nothing'}</dd>
        <dt>Sends to</dt>
        <dd className="fig">{osc.sending ?? 'nothing'}</dd>
      </dl>
      {osc.listen_error !== null && (
        <p className="err">
          <X className="i i-14" aria-hidden />
          <span>{osc.listen_error}</span>
        </p>
      )}
      <dl className="hw-counters">
        {counters(osc).map(([label, count, isTrouble]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={isTrouble && count > 0 ? 'fig c-amber' : 'fig'}>
              {countWords(count)}
            </dd>
          </div>
        ))}
      </dl>
      {osc.last_error !== null && <p className="c-amber">{osc.last_error}</p>}
    </div>
  );
};
