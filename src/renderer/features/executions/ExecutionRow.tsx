import { Workflow } from 'lucide-react';
import { memo } from 'react';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { figure } from '../../state/figures.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { progressWords } from '../../state/macro-progress.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { isHalfPress } from '../../state/runs.ts';
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

/** What ran: the intent, the macro, or the place of a plain press. */
const nameOf = ({ intent_name, key }: ExecutionSummary, macroId: string | null): string =>
  intent_name ?? macroId ?? (key ? `${key.phase} ${key.page}/${key.row}/${key.col}` : '–');

export const ExecutionRow = memo(({ run, selected, index, top }: ExecutionRowProps) => {
  const { seconds, millis } = timeOf(run.started_at);
  const progress = useMirror(({ runs }) => runs[run.execution_id]);
  const macroId = run.macro_id ?? progress?.macro_id ?? null;
  const name = nameOf(run, macroId);
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
      <td className="name" title={name}>
        {macroId !== null && <Workflow className="i i-14 mut" aria-label="macro" />}
        <span className="cut">{name}</span>
        {run.simulated && (
          <span className="sim" title="It went to the simulators">
            SIM
          </span>
        )}
        {run.room !== undefined && (
          <span className="room-mark" title={`Ran in another control room: ${run.room}`}>
            other room
          </span>
        )}
      </td>
      <td className="sec cut c-dev">{run.target ?? '–'}</td>
      <td className="c-out">
        <OutcomeLabel
          outcome={isHalfPress(run) ? 'armed' : run.outcome}
          reason={progress ? progressWords(progress) : run.reason}
        />
      </td>
      <td className="num c-ms">{run.outcome === null ? '–' : figure(run.latency_ms)}</td>
      <td className="num mut c-att">{run.attempts === 0 ? '–' : run.attempts}</td>
    </tr>
  );
});
ExecutionRow.displayName = 'ExecutionRow';
