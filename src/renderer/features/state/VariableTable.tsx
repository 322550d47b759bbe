/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed by the virtualizer can't be those of a table */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState, type KeyboardEvent } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Variable } from '#shared/contract/variables.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { VariableEditor } from './VariableEditor.tsx';
import { VariableRow } from './VariableRow.tsx';
import type { VariableEditing } from './use-variable-edit.ts';
import type { Heard } from './variables-view.ts';
import { deleteVariable, setVariable } from './variable-writes.ts';
import { ageOf } from './variable-words.ts';

const ROW_PX = 30;
const PAGE = 10;

interface VariableTableProps {
  session: string;
  shown: readonly Heard[];
  now: number;
  editing: VariableEditing;
  onFault: (fault: Fault | null) => void;
}

const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
  PageDown: (at, last) => Math.min(last, at + PAGE),
  PageUp: (at) => Math.max(0, at - PAGE),
};

const HEADS = [
  ['Name', ''],
  ['Type', ''],
  ['Allowed', 'st-allowed'],
  ['Value', ''],
  ['Version', 'num st-ver'],
  ['Changed by', 'st-by'],
  ['At', 'st-at'],
] as const;

/** The variables as a table; only the rows in sight are drawn. The arrows go from row to row, Enter edits. */
export const VariableTable = ({
  session,
  shown,
  now,
  editing,
  onFault,
}: VariableTableProps) => {
  const isLive = useIsLive();
  const scroller = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  const [focused, setFocused] = useState<string | null>(null);
  const { draft, begin } = editing;
  const indexOf = (name: string | undefined): number =>
    shown.findIndex(({ variable }) => variable.name === name);
  const focusIndex = Math.max(0, indexOf(focused ?? undefined));
  const editedIndex = indexOf(draft?.name);
  // oxlint-disable-next-line react/incompatible-library -- its own changes draw it again
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (index === editedIndex ? 76 : ROW_PX),
    getItemKey: (index) => shown[index]?.variable.name ?? index,
    overscan: 8,
    useFlushSync: false,
    rangeExtractor: (range) => [
      ...new Set([
        ...defaultRangeExtractor(range),
        ...[focusIndex, editedIndex].filter((at) => at >= 0 && at < shown.length),
      ]),
    ],
  });
  const focusRow = (name: string): void => {
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`)
        ?.focus(),
    );
  };
  const focusAt = (index: number): void => {
    const name = shown[index]?.variable.name;
    if (name === undefined) return;
    setFocused(name);
    list.scrollToIndex(index);
    focusRow(name);
  };
  const edit = useCallback(
    (variable: Variable): void => {
      begun.current = true;
      setFocused(variable.name);
      begin(variable);
    },
    [begin],
  );
  const toggle = useCallback(
    (variable: Variable): void =>
      void setVariable(session, variable, variable.value !== true).then(onFault),
    [session, onFault],
  );
  const remove = useCallback(
    (variable: Variable): void => void deleteVariable(session, variable).then(onFault),
    [session, onFault],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, target } = event;
    if (!(target instanceof HTMLElement) || target.role !== 'row') return;
    const at = indexOf(target.dataset['name']);
    const variable = shown[at]?.variable;
    if (variable === undefined) return;
    const move = MOVES[key];
    if (move) focusAt(move(at, shown.length - 1));
    else if (key === 'Enter' || key === 'F2') {
      if (variable.type === 'boolean') {
        if (isLive) toggle(variable);
      } else edit(variable);
    } else if (key === ' ' && variable.type === 'boolean') {
      if (isLive) toggle(variable);
    } else if (key === 'Delete' && isLive) {
      remove(variable);
      focusAt(at === shown.length - 1 ? at - 1 : at + 1);
    } else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows take the focus
    <div
      role="grid"
      className="st-table"
      aria-label="Variables"
      aria-rowcount={shown.length + 1}
      onKeyDown={onKeyDown}
    >
      <div role="row" className="tr th st-var" aria-rowindex={1}>
        {HEADS.map(([words, face]) => (
          <span key={words} role="columnheader" className={face}>
            {words}
          </span>
        ))}
        <span role="columnheader" className="sr">
          Delete
        </span>
      </div>
      <div className="st-vars-scroll" ref={scroller} role="rowgroup">
        <div role="none" style={{ height: list.getTotalSize() }} className="st-tree">
          {list.getVirtualItems().map(({ index, start, key }) => {
            const heard = shown[index];
            if (!heard) return null;
            const { variable } = heard;
            const { words, isStale } = ageOf(heard, now);
            return (
              <div
                key={key}
                role="none"
                ref={list.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => setFocused(variable.name)}
              >
                <VariableRow
                  variable={variable}
                  age={words}
                  isStale={isStale}
                  hasFocus={index === focusIndex}
                  isChosen={variable.name === focused}
                  isFixed={!isLive}
                  index={index}
                  editor={
                    draft?.name === variable.name ? (
                      <VariableEditor
                        variable={variable}
                        draft={draft}
                        editing={editing}
                        takesFocus={begun.current}
                        onEnd={() => focusRow(variable.name)}
                      />
                    ) : null
                  }
                  onToggle={toggle}
                  onEdit={edit}
                  onDelete={remove}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
