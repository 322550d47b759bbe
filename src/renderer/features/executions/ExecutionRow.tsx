import { memo } from 'react';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { figure } from '../../state/figures.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';

interface ExecutionRowProps {
  run: ExecutionSummary;
  selected: boolean;
  /** Its place in the list, from 1. */
  index: number;
  /** Pixels from the top of the list. */
  top: number;
}

/** What ran: the intent, or the place of a plain press. */
const nameOf = ({ intent_name, key }: ExecutionSummary): string =>
  intent_name ?? (key ? `${key.phase} ${key.page}/${key.row}/${key.col}` : '–');

export const ExecutionRow = memo(({ run, selected, index, top }: ExecutionRowProps) => {
  const { seconds, millis } = timeOf(run.started_at);
  return (
    <tr
      id={`run-${run.execution_id}`}
      className="tr"
      data-run={run.execution_id}
      aria-rowindex={index + 1}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td className="fig sec" title={`${dateOf(run.started_at)}, ${utcOf(run.started_at)}`}>
        {seconds}
        <span className="msec">{millis}</span>
      </td>
      <td className="c-org">
        <OriginLabel origin={run.origin} />
      </td>
      <td className="name cut" title={run.intent_name ?? undefined}>
        {nameOf(run)}
      </td>
      <td className="sec cut c-dev">{run.target ?? '–'}</td>
      <td className="c-out">
        <OutcomeLabel outcome={run.outcome} reason={run.reason} />
      </td>
      <td className="num c-ms">{run.outcome === null ? '–' : figure(run.latency_ms)}</td>
      <td className="num mut c-att">{run.attempts === 0 ? '–' : run.attempts}</td>
    </tr>
  );
});
ExecutionRow.displayName = 'ExecutionRow';
