import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { pickRun, useSelection } from '../../state/selection-store.ts';
import { useMedia } from '../../ui/use-media.ts';
import { ExecutionRow } from './ExecutionRow.tsx';
import { stepRun } from './filter-runs.ts';

const ROW_PX = 28;
const TOUCH_ROW_PX = 40;
const HEAD_PX = 26;

/** A reader who has scrolled down keeps their place when something new comes in on top. */
const useKeepPlace = (
  scroller: RefObject<HTMLElement | null>,
  runs: ExecutionSummary[],
  rowPx: number,
): void => {
  const newest = runs[0]?.execution_id;
  const before = useRef(newest);
  useLayoutEffect(() => {
    const added = runs.findIndex(({ execution_id }) => execution_id === before.current);
    before.current = newest;
    const element = scroller.current;
    if (element && added > 0 && element.scrollTop > rowPx / 2)
      element.scrollBy({ top: added * rowPx, behavior: 'instant' });
  }, [scroller, newest, runs, rowPx]);
};

const pickClicked = (event: MouseEvent): void => {
  const row = event.target instanceof Element ? event.target.closest('[data-run]') : null;
  const id = row?.getAttribute('data-run');
  if (id) pickRun(id);
};

/** The lines that are in sight, of as many as there are. */
export const ExecutionList = ({ runs }: { runs: ExecutionSummary[] }) => {
  const selected = useSelection(({ executionId }) => executionId);
  const scroller = useRef<HTMLTableElement>(null);
  const rowPx = useMedia('(pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX;
  // oxlint-disable-next-line react/incompatible-library -- its result is used here and handed to nothing memoised
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => runs[index]?.execution_id ?? index,
    overscan: 6,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  useEffect(() => rows.measure(), [rows, rowPx]);
  useKeepPlace(scroller, runs, rowPx);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepRun(runs, selected, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    pickRun(next);
    rows.scrollToIndex(runs.findIndex(({ execution_id }) => execution_id === next));
  };
  const selectedIsHere = runs.some(({ execution_id }) => execution_id === selected);

  return (
    <table
      ref={scroller}
      className="runs-grid"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose lines are chosen with the arrow keys is a grid
      role="grid"
      aria-label="Executions, newest first"
      aria-rowcount={runs.length + 1}
      aria-activedescendant={selectedIsHere ? `run-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={pickClicked}
    >
      <thead>
        <tr className="tr th" aria-rowindex={1}>
          <th scope="col">Time</th>
          <th scope="col" className="c-org">
            Origin
          </th>
          <th scope="col">Intent</th>
          <th scope="col" className="c-dev">
            Target
          </th>
          <th scope="col">Outcome</th>
          <th scope="col" className="num c-ms">
            ms
          </th>
          <th scope="col" className="num c-att" title="attempts">
            Att
          </th>
        </tr>
      </thead>
      <tbody style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const run = runs[index];
          if (!run) return null;
          return (
            <ExecutionRow
              key={run.execution_id}
              run={run}
              selected={run.execution_id === selected}
              index={index + 1}
              top={start - HEAD_PX}
            />
          );
        })}
      </tbody>
    </table>
  );
};
