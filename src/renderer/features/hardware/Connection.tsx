import { Target, Workflow } from 'lucide-react';
import { Link } from 'wouter';
import type {
  HardwareClient,
  HardwareListing,
  HardwareTrigger,
} from '#shared/contract/hardware-clients.ts';
import type { HardwareLinkStatus } from '#shared/contract/hardware.ts';
import { latency } from '../../state/figures.ts';
import { clientPath } from './client-path.ts';
import { countWords, lossWords, offsetWords } from './client-words.ts';
import { StateChip } from './StateChip.tsx';
import { writeMatch } from './trigger-lines.ts';

const known = (ms: number | null): string => (ms === null ? '–' : latency(ms));

const Backend = ({ link }: { link: HardwareLinkStatus }) => (
  <tr>
    <th scope="row" className="fig">
      {link.url}
      {link.last_error !== null && <p className="c-amber hw-why">{link.last_error}</p>}
    </th>
    <td>
      <StateChip state={link.state} />
    </td>
    <td className="num">{known(link.rtt_p50_ms)}</td>
    <td className="num">{known(link.rtt_p95_ms)}</td>
    <td className="num">{lossWords(link.loss)}</td>
    <td className="num">{offsetWords(link)}</td>
    <td className="num">{countWords(link.queued)}</td>
  </tr>
);

const Fires = ({ trigger }: { trigger: HardwareTrigger }) => {
  const { intent_name: intent, macro_id: macro, match } = trigger;
  const Mark = macro ? Workflow : Target;
  return (
    <li data-off={trigger.disabled || undefined}>
      <span className="mut">{trigger.direction === 'in' ? 'comes' : 'leaves'}</span>
      <span className="fig cut">{trigger.message_type}</span>
      <span className="fig mut cut" title={writeMatch(match)}>
        {writeMatch(match).replaceAll('\n', ', ')}
      </span>
      <span className="hw-fires">
        <Mark className="i i-14" aria-hidden />
        <Link className="cut" href={macro ? `/macros/${macro}` : `/intents/${intent ?? ''}`}>
          {macro ?? intent}
        </Link>
        {trigger.disabled && <span className="chip">off</span>}
      </span>
    </li>
  );
};

const Triggers = ({ client, stored }: { client: HardwareListing; stored: HardwareClient }) => (
  <section aria-label="What its messages fire">
    <h3>
      What its messages fire{' '}
      {client.triggered > 0 && (
        <span className="mut">fired {countWords(client.triggered)} times</span>
      )}
    </h3>
    {stored.triggers.length === 0 ? (
      <p className="help">
        Nothing yet.{' '}
        <Link className="link" href={clientPath(stored.client_id, 'setup')}>
          Let a message fire an intent or a macro in Setup.
        </Link>
      </p>
    ) : (
      <ul className="hw-triggers">
        {stored.triggers.map((trigger, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a trigger is its place in the list
          <Fires key={at} trigger={trigger} />
        ))}
      </ul>
    )}
    {client.trigger_bounced > 0 && (
      <p className="sec">{countWords(client.trigger_bounced)} bounces fired nothing.</p>
    )}
    {client.trigger_overflow > 0 && (
      <p className="c-amber">
        {countWords(client.trigger_overflow)} were kept back, because too many ran already.
      </p>
    )}
  </section>
);

interface ConnectionProps {
  client: HardwareListing;
  stored: HardwareClient | undefined;
}

/** Where a client connects, how each of its backends is, and what its messages fire. */
export const Connection = ({ client, stored }: ConnectionProps) => (
  <div className="hw-said">
    <section aria-label="Backends" className="hw-wide">
      {client.backends.length === 0 ? (
        <p className="help">It is stopped: it has no connection, and seeks none.</p>
      ) : (
        <table className="hw-backends">
          <thead>
            <tr>
              <th scope="col">Backend</th>
              <th scope="col">State</th>
              <th scope="col" className="num">
                p50
              </th>
              <th scope="col" className="num">
                p95
              </th>
              <th scope="col" className="num">
                Loss
              </th>
              <th scope="col" className="num">
                Clock against ours
              </th>
              <th scope="col" className="num">
                Queued
              </th>
            </tr>
          </thead>
          <tbody>
            {client.backends.map((link) => (
              <Backend key={link.url} link={link} />
            ))}
          </tbody>
        </table>
      )}
    </section>
    {client.rejected > 0 && (
      <p className="c-amber">
        {countWords(client.rejected)} messages were none that it knows. The inspector says why.
      </p>
    )}
    {stored && <Triggers client={client} stored={stored} />}
  </div>
);
