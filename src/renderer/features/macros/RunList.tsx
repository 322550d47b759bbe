import { History } from 'lucide-react';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import type { RunLine } from './run-lines.ts';
import { showRun } from './run-macro.ts';
import { runFigures } from './run-figures.ts';
import { seconds } from './step-words.ts';

interface RunListProps {
  macroId: string;
  lines: RunLine[];
  shown: string | null;
}

const CHARTED = 20;

/** How long the last runs took, oldest first. */
const Durations = ({ lines }: { lines: RunLine[] }) => {
  const { bars, p50_ms, p95_ms, notOk } = runFigures(lines, CHARTED);
  if (bars.length < 2) return null;
  return (
    <figure className="run-figures">
      <figcaption>Last {bars.length} runs</figcaption>
      <div className="hist" aria-hidden>
        {bars.map(({ id, share, isBad }) => (
          <i key={id} data-bad={isBad || undefined} style={{ height: `${share}%` }} />
        ))}
      </div>
      <p>
        <span>
          <span className="mut">p50</span> <span className="fig">{seconds(p50_ms)}</span>
        </span>
        <span>
          <span className="mut">p95</span> <span className="fig">{seconds(p95_ms)}</span>
        </span>
        <span>
          <span className="mut">not ok</span> <span className="fig">{notOk}</span>
        </span>
      </p>
    </figure>
  );
};

/** What this macro did before. Choosing a run shows its steps. */
export const RunList = ({ macroId, lines, shown }: RunListProps) => {
  if (lines.length === 0)
    return (
      <EmptyState icon={History} title="It has not run yet">
        <p>
          Each run is listed here with what became of it. A dry run is not one: it sends
          nothing.
        </p>
      </EmptyState>
    );
  return (
    <ScrollRegion className="insp-scroll" label="Last runs">
      <Durations lines={lines} />
      <ul className="run-lines">
        {lines.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              aria-pressed={line.id === shown}
              onClick={() => showRun(macroId, line.id)}
            >
              <span className="fig sec" title={utcOf(line.started_at)}>
                {timeOf(line.started_at).seconds}
              </span>
              <OutcomeLabel outcome={line.outcome} reason={line.reason} />
              {line.isSimulated ? (
                <span className="sim">SIM</span>
              ) : (
                <OriginLabel origin={line.origin} />
              )}
              <span className="num">
                {line.outcome === null ? '–' : seconds(line.latency_ms)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
};
