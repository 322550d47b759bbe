import './audit.css';
import { FileText, RotateCcw } from 'lucide-react';
import type { AuditEntry } from '#shared/contract/telemetry.ts';
import { hintOf } from '../../link/faults.ts';
import { figure } from '../../state/figures.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { Banner } from '../../ui/Banner.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { useAudit } from './use-audit.ts';

const Entry = ({ entry }: { entry: AuditEntry }) => {
  const { seconds, millis } = timeOf(entry.at);
  return (
    <tr>
      <td className="fig sec" title={utcOf(entry.at)}>
        <span className="mut a-date">{dateOf(entry.at)} </span>
        {seconds}
        {millis}
      </td>
      <td>
        <OriginLabel origin={entry.origin} />
      </td>
      <td className="name cut">{entry.intent_name ?? entry.key ?? '–'}</td>
      <td>
        <OutcomeLabel outcome={entry.outcome} reason={entry.outcome} />
      </td>
      <td className="num">{figure(entry.latency_ms)}</td>
      <td className="sec a-why" title={entry.message ?? undefined}>
        {entry.message}
      </td>
    </tr>
  );
};

/** Everything that was ever asked for and what became of it, newest first. */
export const Audit = () => {
  const { entries, more, fault, isBusy, refresh, older } = useAudit();
  return (
    <div className="page">
      <div className="page-head">
        <h1>Audit</h1>
        {entries && <span className="mut">{entries.length} newest</span>}
        <span className="grow" />
        <button type="button" className="btn" disabled={isBusy} onClick={refresh}>
          <RotateCcw className="i i-14" aria-hidden />
          Refresh
        </button>
      </div>
      {fault && <Banner headline={fault.message}>{hintOf(fault)}</Banner>}
      <ScrollRegion className="page-body" label="Audit entries">
        {entries && entries.length > 0 && (
          <table className="audit">
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Origin</th>
                <th scope="col">Intent or key</th>
                <th scope="col">Outcome</th>
                <th scope="col" className="num">
                  ms
                </th>
                <th scope="col">What was said</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        )}
        {entries?.length === 0 && (
          <EmptyState icon={FileText} title="Nothing has been asked for yet">
            <p>Every execution leaves one entry here: who asked, for what, and how it ended.</p>
          </EmptyState>
        )}
        {more && (
          <div className="older">
            <button type="button" className="btn" disabled={isBusy} onClick={older}>
              Show older
            </button>
          </div>
        )}
      </ScrollRegion>
    </div>
  );
};
