import './takes.css';
import { RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import { hintOf } from '../../../link/faults.ts';
import { FaultNote } from '../../../ui/FaultNote.tsx';
import { filterTakes, NO_FILTER, twinNames } from './filter-takes.ts';
import { SelfTestButton } from '../SelfTestButton.tsx';
import { TakeList } from './TakeList.tsx';
import { TakesBar } from './TakesBar.tsx';
import { useTakesView } from './takes-store.ts';
import { stillOpen } from './running.ts';
import { useRunning } from './use-running.ts';
import { useTakes } from './use-takes.ts';

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <p className="help cam-none">
      No take is like this.{' '}
      <button
        type="button"
        className="link"
        onClick={() => useTakesView.setState({ filter: NO_FILTER })}
      >
        Show all
      </button>
    </p>
  ) : (
    <p className="help cam-none">
      Nothing is recorded yet. Each take is judged when it ends: its frames are counted in the
      file, in the timing list and at the camera, and the three must agree.
    </p>
  );

/** What is recorded now, and what was, each take judged when it ended, and why. */
export const Takes = () => {
  const { takes, fault, again } = useTakes();
  const filter = useTakesView((view) => view.filter);
  const all = useMemo(() => takes ?? [], [takes]);
  const running = stillOpen(useRunning(), all);
  const shown = useMemo(() => filterTakes(all, filter), [all, filter]);
  const twins = useMemo(() => twinNames(all), [all]);
  return (
    <section className="pane takes-pane" aria-label="Takes">
      <div className="bar">
        <h2>Takes</h2>
        {all.length > 0 && <TakesBar takes={all} />}
        {all.length === 0 && <span className="grow" />}
        <SelfTestButton />
      </div>
      {fault && (
        <div className="takes-fault">
          <FaultNote message={fault.message} hint={hintOf(fault)} />
          <button type="button" className="btn" onClick={again}>
            <RotateCcw className="i i-14" aria-hidden />
            Try again
          </button>
        </div>
      )}
      {takes === null && !fault && <p className="help cam-none">Looking for takes.</p>}
      {takes !== null && shown.length + running.length === 0 && (
        <Nothing isFiltered={all.length > 0} />
      )}
      {shown.length + running.length > 0 && (
        <TakeList running={running} takes={shown} twins={twins} />
      )}
    </section>
  );
};
