import type { CSSProperties } from 'react';
import { figure } from '../../state/figures.ts';
import type { Lane } from './trace-lanes.ts';

const place = ({ left, width }: Lane): CSSProperties & Record<'--x' | '--w', string> => ({
  '--x': `${left}%`,
  '--w': `${width}%`,
});

const small = (ms: number): string => (ms < 0.05 && ms > 0 ? '<0.1' : figure(ms));

/** When each step began and how long it took, in milliseconds. Waits are striped. */
export const Lanes = ({ lanes }: { lanes: Lane[] }) => (
  <dl className="steps">
    {lanes.map((lane, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- a retried step comes again under the same name
      <div key={index}>
        <dt className="sec">{lane.step}</dt>
        <dd className="lane" style={place(lane)} aria-hidden>
          <i data-k={lane.kind} />
        </dd>
        <dd className="ms">
          {typeof lane.figure === 'number' ? (
            small(lane.figure)
          ) : (
            <span className="mut">{lane.figure}</span>
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
