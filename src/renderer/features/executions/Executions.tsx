import './executions.css';
import { ListVideo } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { useRuns } from '../../state/runs.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { ExecutionList } from './ExecutionList.tsx';
import { filterRuns, outcomeCounts, type RunFilter } from './filter-runs.ts';

interface FiltersProps {
  runs: ExecutionSummary[];
  filter: RunFilter;
  choose: (filter: RunFilter) => void;
}

const isAttention = (outcome: string): boolean => outcome === 'failed' || outcome === 'unknown';

/** One chip per outcome that occurs; pressed, only its lines are shown. */
const Filters = ({ runs, filter, choose }: FiltersProps) => {
  const counts = useMemo(() => outcomeCounts(runs, filter), [runs, filter]);
  return (
    <fieldset className="run-filters" aria-label="Show only">
      {counts.map(({ outcome, count }) => (
        <button
          key={outcome}
          type="button"
          className="chip"
          data-tone={isAttention(outcome) ? 'amber' : undefined}
          aria-pressed={filter === outcome}
          aria-label={`${count} ${outcome}`}
          title={filter === outcome ? 'Show all' : `Show only ${outcome}`}
          onClick={() => choose(filter === outcome ? null : outcome)}
        >
          <OutcomeMark of={outcome} />
          <span className="fig">{count}</span>
          <span className="chip-word">{outcome}</span>
        </button>
      ))}
    </fieldset>
  );
};

/** What ran, live, the newest on top. */
export const Executions = () => {
  const { newestFirst } = useRuns();
  const [filter, setFilter] = useState<RunFilter>(null);
  const shown = useMemo(() => filterRuns(newestFirst, filter), [newestFirst, filter]);
  return (
    <section className="pane runs" aria-label="Executions">
      <div className="bar">
        <h2>Executions</h2>
        <span className="mut">live</span>
        <span className="grow" />
        <Filters runs={newestFirst} filter={filter} choose={setFilter} />
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={ListVideo}
          title={filter === null ? 'Nothing has run yet' : `None ${filter}`}
        >
          <p>
            {filter === null
              ? 'Press a key: every run is listed here with what became of it, whoever asked for it.'
              : 'Of the newest runs none ended like this.'}
          </p>
        </EmptyState>
      ) : (
        <ExecutionList runs={shown} />
      )}
    </section>
  );
};
