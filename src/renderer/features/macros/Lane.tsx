import type { CSSProperties } from 'react';
import type { StepReport } from '#shared/contract/execution.ts';
import type { Axis } from './axis.ts';
import type { PlannedStep } from './plan.ts';
import { seconds } from './step-words.ts';

interface LaneProps {
  axis: Axis;
  planned: PlannedStep | undefined;
  report: StepReport | null;
  /** Milliseconds that the run has come; null where none goes on. */
  elapsed_ms: number | null;
  /** Until when it may take, where that is worth showing: a wait. */
  limit_ms: number | null;
}

const FILLS: Record<string, string> = { ok: 'ok', sent: 'sent', failed: 'bad', unknown: 'bad' };

const leftOf = (axis: Axis, ms: number): string =>
  `${(100 * Math.min(ms, axis.end_ms)) / axis.end_ms}%`;

const span = (axis: Axis, from: number, to: number): CSSProperties => ({
  left: leftOf(axis, from),
  width: `max(2px, ${(100 * Math.max(0, to - from)) / axis.end_ms}%)`,
});

/** A step in time: outlined as expected, filled as it happened, hatched up to its time-out. */
export const Lane = ({ axis, planned, report, elapsed_ms, limit_ms }: LaneProps) => {
  const from = report?.at_ms ?? null;
  const isLive = report?.state === 'running' && from !== null;
  const end = isLive
    ? Math.max(elapsed_ms ?? from, from)
    : from === null || report?.took_ms == null
      ? null
      : from + report.took_ms;
  const kind = isLive ? 'live' : FILLS[report?.outcome ?? ''];
  return (
    <div className="lane-of" aria-hidden>
      {planned && (
        <i
          data-k="plan"
          style={span(axis, planned.at_ms, planned.at_ms + (planned.took_ms ?? 0))}
        />
      )}
      {isLive && limit_ms !== null && end !== null && from + limit_ms > end && (
        <i data-k="limit" style={span(axis, end, Math.min(from + limit_ms, axis.end_ms))} />
      )}
      {from !== null && end !== null && kind !== undefined && (
        <i data-k={kind} style={span(axis, from, end)} />
      )}
      {elapsed_ms !== null && <i data-k="now" style={{ left: leftOf(axis, elapsed_ms) }} />}
    </div>
  );
};

/** The marks over the lanes, and where the run is now. */
export const AxisMarks = ({ axis, now_ms }: { axis: Axis; now_ms: number | null }) => (
  <div className="axis-marks" aria-hidden>
    {axis.marks.map(({ at_ms, label }) => (
      <span key={at_ms} style={{ left: leftOf(axis, at_ms) }}>
        {label}
      </span>
    ))}
    <span className="unit">{axis.unit}</span>
    {now_ms !== null && <b style={{ left: leftOf(axis, now_ms) }}>{seconds(now_ms)}</b>}
  </div>
);
