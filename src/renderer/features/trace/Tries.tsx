import type { Attempt } from '#shared/contract/execution.ts';
import { figure } from '../../state/figures.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { Bar } from './Lanes.tsx';
import type { TraceLanes } from './trace-lanes.ts';
import { wayWords } from './trace-text.ts';

interface TriesProps {
  tries: Attempt[];
  spanOf: TraceLanes['spanOf'];
}

/** Each send by itself: which way it took, when, and why the next one was made. */
export const Tries = ({ tries, spanOf }: TriesProps) => {
  const ways = wayWords(tries);
  return (
    <ol className="tries" aria-label="Tries">
      {tries.map(({ protocol_name, device_id, at_ms, took_ms, outcome, reason }, index) => {
        const isBad = outcome === 'failed' || outcome === 'unknown';
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the same way is tried again under the same name
          <li key={index}>
            <p className="try-head">
              <span className="try-way out" data-o={outcome}>
                <OutcomeMark of={outcome} />
                <span className="sr">{outcome}, </span>
                {ways[index]}
              </span>
              <span className="sec">
                {protocol_name} → {device_id}
              </span>
            </p>
            <Bar span={spanOf(at_ms, took_ms)} kind={isBad ? 'bad' : 'work'} />
            <span className="ms">{figure(took_ms)}</span>
            {reason !== null && (
              <p className={`try-why ${isBad ? 'c-amber' : 'sec'}`}>{reason}</p>
            )}
          </li>
        );
      })}
    </ol>
  );
};
