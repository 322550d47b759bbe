import { X } from 'lucide-react';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import type { MappingStatus, OscBridgeStatus } from '#shared/contract/osc-bridge.ts';
import { timeOf } from '../../state/local-time.ts';
import { countWords } from './client-words.ts';
import { MappingText } from './MappingText.tsx';

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

/** What the bridge does with its mapping at this moment. */
const Figures = ({ osc }: { osc: OscBridgeStatus }) => (
  <div className="hw-said">
    <p className="sec">{standing(osc.mapping)}</p>
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

/** What an OSC bridge translates, what is wrong in its mapping file, and the file itself. Give it a `key` of the client. */
export const Mapping = ({ client }: { client: HardwareListing }) => {
  const { osc, elsewhere } = client;
  if (elsewhere)
    return (
      <p className="help hw-said">
        Its mapping file is on the machine of the control room that runs it.
      </p>
    );
  return (
    <div className="hw-mapping">
      <MappingText client={client} />
      {osc && <Figures osc={osc} />}
    </div>
  );
};
