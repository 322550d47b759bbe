import type { CSSProperties } from 'react';
import { figure } from '../../state/figures.ts';
import type { Lane, Span } from './trace-lanes.ts';

const place = ({ left, width }: Span): CSSProperties & Record<'--x' | '--w', string> => ({
  '--x': `${left}%`,
  '--w': `${width}%`,
});

const small = (ms: number): string => (ms < 0.05 && ms > 0 ? '<0.1' : figure(ms));

/** A bar on the axis of the trace. */
export const Bar = ({ span, kind }: { span: Span; kind: Lane['kind'] }) => (
  <span className="lane" style={place(span)} aria-hidden>
    <i data-k={kind} />
  </span>
);

/** When each step began and how long it took, in milliseconds. Waits are striped. */
export const Lanes = ({ lanes }: { lanes: Lane[] }) => (
  <dl className="steps">
    {lanes.map((lane, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- a retried step comes again under the same name
      <div key={index}>
        <dt className="sec">{lane.step}</dt>
        <dd className="lane-box">
          <Bar span={lane} kind={lane.kind} />
        </dd>
        <dd className="ms">
          {typeof lane.figure === 'number' ? (
            small(lane.figure)
          ) : (
            <span className="mut cut">{lane.figure}</span>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

export const Axis = ({ marks, total }: { marks: number[]; total: number }) => (
  <div className="steps axis">
    <div>
      <span className="mut">ms</span>
      <span className="ax">
        {marks.map((mark) => (
          <span key={mark}>{mark}</span>
        ))}
      </span>
      <span className="ms total">{figure(total)}</span>
    </div>
  </div>
);
