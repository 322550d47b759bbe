import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useMedia } from '../../ui/use-media.ts';
import type { Axis } from './axis.ts';
import { AxisMarks } from './Lane.tsx';
import type { Plan } from './plan.ts';
import { StepRow } from './StepRow.tsx';
import { isChoosable, rowFrom, type Row } from './step-rows.ts';

interface StepsProps {
  rows: Row[];
  axis: Axis;
  plan: Plan;
  /** The ids of steps in which something has to be corrected. */
  wrong: ReadonlySet<string>;
  selected: string | null;
  /** Milliseconds that the shown run has come; null where none runs. */
  elapsed_ms: number | null;
  onSelect: (id: string) => void;
  /** Asks for the trace of a line. */
  onOpen: (id: string) => void;
  /** One place up (-1) or down (1). */
  onMove: (id: string, by: -1 | 1) => void;
  onRemove: (id: string) => void;
}

const HEAD_PX = 27;

const heightOf = (row: Row | undefined, isDense: boolean): number => {
  if (row?.type === 'part') return 28;
  if (row?.type === 'group') return 32;
  return isDense ? 40 : 44;
};

const rowOf = (event: MouseEvent): string | null =>
  event.target instanceof Element
    ? (event.target.closest('[data-row]')?.getAttribute('data-row') ?? null)
    : null;

/** The steps with their times: list and timeline are one object and scroll as one. */
export const Steps = (props: StepsProps) => {
  const { rows, axis, plan, wrong, selected, elapsed_ms, onSelect, onOpen, onMove, onRemove } =
    props;
  const scroller = useRef<HTMLTableElement>(null);
  const isDense = useMedia('(max-width: 1180px) and (pointer: fine)');
  // oxlint-disable-next-line react/incompatible-library -- its result is used here and handed to nothing memoised
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index], isDense),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  useEffect(() => lines.measure(), [lines, isDense, rows]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && selected !== null) {
      event.preventDefault();
      onOpen(selected);
      return;
    }
    if (selected !== null && event.altKey) {
      const by = { ArrowUp: -1, ArrowDown: 1 } as const;
      const way = event.key === 'ArrowUp' || event.key === 'ArrowDown' ? by[event.key] : null;
      if (way === null) return;
      event.preventDefault();
      onMove(selected, way);
      return;
    }
    if (event.key === 'Delete' && selected !== null) {
      event.preventDefault();
      onRemove(selected);
      return;
    }
    const next = rowFrom(rows, selected, event.key);
    if (next === null) return;
    event.preventDefault();
    onSelect(next);
    lines.scrollToIndex(rows.findIndex(({ id }) => id === next));
  };
  const style: CSSProperties & Record<'--marks', number> = { '--marks': axis.marks.length };

  return (
    <table
      ref={scroller}
      className="st-grid"
      style={style}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose lines are chosen with the arrow keys is a grid
      role="grid"
      aria-label="Steps"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={selected !== null ? `step-${selected}` : undefined}
      tabIndex={0}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const id = rowOf(event);
        if (id !== null) onSelect(id);
      }}
      onDoubleClick={(event) => {
        const id = rowOf(event);
        if (id !== null) onOpen(id);
      }}
    >
      <thead>
        <tr className="st th" aria-rowindex={1}>
          <th scope="col" className="n">
            #
          </th>
          <th scope="col" className="ty">
            <span className="sr">Kind</span>
          </th>
          <th scope="col">Step</th>
          <th scope="col" className="po">
            On failure
          </th>
          <th scope="col">Outcome</th>
          <th scope="col" className="ln">
            <span className="sr">Time</span>
            <AxisMarks axis={axis} now_ms={elapsed_ms} />
          </th>
        </tr>
      </thead>
      <tbody style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <StepRow
              key={row.id}
              row={row}
              axis={axis}
              planned={row.type === 'step' ? plan.steps.get(row.id) : undefined}
              selected={isChoosable(row) && row.id === selected}
              isWrong={wrong.has(row.id)}
              elapsed_ms={elapsed_ms}
              index={index}
              top={start - HEAD_PX}
            />
          );
        })}
      </tbody>
    </table>
  );
};
