import './executions.css';
import { ListVideo } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Outcome } from '#shared/contract/execution.ts';
import { useRuns } from '../../state/runs.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { ExecutionList } from './ExecutionList.tsx';
import { filterRuns, type RunFilter } from './filter-runs.ts';

const BAD = ['failed', 'unknown'] as const satisfies Outcome[];

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
        {BAD.map((outcome) => {
          const count = filterRuns(newestFirst, outcome).length;
          if (count === 0 && filter !== outcome) return null;
          return (
            <button
              key={outcome}
              type="button"
              className="chip"
              data-tone="amber"
              aria-pressed={filter === outcome}
              title={filter === outcome ? 'Show all' : `Show only ${outcome}`}
              onClick={() => setFilter(filter === outcome ? null : outcome)}
            >
              <OutcomeMark of={outcome} />
              {count} {outcome}
            </button>
          );
        })}
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
