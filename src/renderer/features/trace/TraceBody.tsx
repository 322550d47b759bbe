import type { Execution } from '#shared/contract/execution.ts';
import { hintOf } from '../../link/faults.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { Axis, Lanes } from './Lanes.tsx';
import { traceLanes } from './trace-lanes.ts';
import { summaryOf } from './trace-text.ts';
import { Wire } from './Wire.tsx';

const tone = (outcome: Execution['outcome']): string => {
  if (outcome === 'ok') return 'c-green';
  return outcome === 'failed' || outcome === 'unknown' ? 'c-amber' : '';
};

/** One run: what became of it and what to do, each action's steps on one axis, and the bytes. */
export const TraceBody = ({ execution }: { execution: Execution }) => {
  const { error, outcome, origin, started_at, intent_name, key } = execution;
  const { actions, axis } = traceLanes(execution);
  const hint = error && hintOf(error);
  const { seconds, millis } = timeOf(started_at);
  const several = actions.length > 1;
  return (
    <ScrollRegion className="trace-scroll" label="Trace of the run">
      <div className="tr-sum">
        <p className={tone(outcome)}>
          <b>{summaryOf(execution)}</b>
        </p>
        {hint && <p className="sec">{hint}</p>}
        <p className="tr-who mut">
          <span className="fig" title={utcOf(started_at)}>
            {seconds}
            {millis}
          </span>
          <OriginLabel origin={origin} />
          <span className="cut">
            {intent_name ?? (key ? `${key.phase} ${key.page}/${key.row}/${key.col}` : '')}
          </span>
        </p>
      </div>
      {actions.map(({ action, lanes }) => (
        <section key={action.index} className="act" aria-label={`Action ${action.index + 1}`}>
          <h3 className="act-h">
            {several && <span className="fig mut">{action.index + 1}</span>}
            <span className="cut">{action.protocol_name}</span>
            <span className="mut cut">→ {action.device_id}</span>
            <span className="grow" />
            {action.attempts > 1 && <span className="chip">{action.attempts} attempts</span>}
            {several && <OutcomeLabel outcome={action.outcome} reason={action.outcome} />}
          </h3>
          {several && action.error && action.error.message !== error?.message && (
            <p className="act-why c-amber">{action.error.message}</p>
          )}
          <Lanes lanes={lanes} />
          <Axis marks={axis} total={execution.latency_ms} />
          <Wire action={action} />
        </section>
      ))}
      {actions.length === 0 && (
        <p className="tr-none sec">Nothing was sent: it ended before its first action.</p>
      )}
    </ScrollRegion>
  );
};
