import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { keysOf } from '#shared/domain/json-pointer.ts';
import { memberAt } from './differences.ts';
import { MemberEditor } from './MemberEditor.tsx';
import { MemberItem, MoreItem } from './TreeItem.tsx';
import {
  MEMBERS_PAGE,
  pointerOf,
  revealing,
  treeRows,
  type MemberRow,
  type TreeFolds,
  type TreeRow,
} from './tree-rows.ts';
import type { MemberEditing } from './use-member-edit.ts';
import { useTreeKeys } from './use-tree-keys.ts';
import { placeWords } from './value-words.ts';

const ROW_PX = 24;
/** Later than this the person is somewhere else. */
const FOCUS_WITHIN_MS = 1000;

interface MasterTreeProps {
  snapshot: StateSnapshot;
  /** In which version members changed last, by pointer. */
  changed: ReadonlyMap<string, number>;
  editing: MemberEditing;
  /** It can be read only: a former version. */
  isFixed: boolean;
  /** The pointer of the member that the focus is on. */
  focused: string | null;
  onFocused: (id: string) => void;
  /** The pointer of a member that was just added: it gets the focus once it is there. */
  added: string | null;
  onAddedShown: () => void;
  onAdd: (keys: readonly string[]) => void;
}

const NO_FOLDS: TreeFolds = { open: new Map(), shown: new Map() };

/** What is edited as the page opens is in sight. */
const useFolds = (data: unknown, edited: readonly string[]) => {
  const [folds, setFolds] = useState(() => revealing(data, edited, NO_FOLDS));
  return {
    folds,
    fold: (id: string, isOpen: boolean): void =>
      setFolds(({ open, shown }) => ({ open: new Map(open).set(id, isOpen), shown })),
    more: (of: string, now: number): void =>
      setFolds(({ open, shown }) => ({
        open,
        shown: new Map(shown).set(of, now + MEMBERS_PAGE),
      })),
    reveal: (keys: readonly string[]): void =>
      setFolds((before) => revealing(data, keys, before)),
  };
};

/** The members of a state; only the rows in sight are drawn. */
export const MasterTree = ({
  snapshot,
  changed,
  editing,
  isFixed,
  focused,
  onFocused,
  added,
  onAddedShown,
  onAdd,
}: MasterTreeProps) => {
  const { data, version } = snapshot;
  const { draft } = editing;
  const { folds, fold, more, reveal } = useFolds(data, draft?.keys ?? []);
  const editedId = draft && !isFixed ? pointerOf(draft.keys) : null;
  const rows = useMemo(() => {
    const keys = editedId === null ? null : keysOf(editedId);
    // What is edited is always in sight.
    return treeRows(data, keys === null ? folds : revealing(data, keys, folds));
  }, [data, folds, editedId]);
  const scroller = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  const indexOf = (id: string | null): number =>
    id === null ? -1 : rows.findIndex((row) => row.id === id);
  const focusIndex = Math.max(0, indexOf(focused));
  const editedIndex = indexOf(editedId);
  // oxlint-disable-next-line react/incompatible-library -- its own changes draw it again
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (index === editedIndex ? 110 : ROW_PX),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
    useFlushSync: false,
    // What has the focus, or is being typed into, stays while one scrolls away from it.
    rangeExtractor: (range) => [
      ...new Set([
        ...defaultRangeExtractor(range),
        ...[focusIndex, editedIndex].filter((at) => at >= 0 && at < rows.length),
      ]),
    ],
  });
  const wanted = useRef<{ id: string; until: number } | null>(null);
  const settleFocus = (): void => {
    if (wanted.current === null) return;
    const { id, until } = wanted.current;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    if (!row && performance.now() < until) return;
    wanted.current = null;
    row?.focus();
  };
  // A row that was out of sight is drawn some renders later.
  useEffect(settleFocus);
  const focusRow = (id: string): void => {
    wanted.current = { id, until: performance.now() + FOCUS_WITHIN_MS };
    requestAnimationFrame(settleFocus);
  };
  const focusAt = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    onFocused(row.id);
    list.scrollToIndex(index);
    focusRow(row.id);
  };
  const addedIndex = indexOf(added);
  const addedKeys = added === null ? null : keysOf(added);
  const isHidden =
    addedKeys !== null && addedIndex < 0 && memberAt(data, addedKeys) !== undefined;
  useEffect(() => {
    if (isHidden && addedKeys) reveal(addedKeys);
    // oxlint-disable-next-line react/exhaustive-deps -- once, as soon as it is there
  }, [isHidden]);
  useEffect(() => {
    const row = rows[addedIndex];
    if (!row) return;
    focusAt(addedIndex);
    onAddedShown();
    // oxlint-disable-next-line react/exhaustive-deps -- once, as soon as it is there
  }, [addedIndex]);
  const edit = (row: MemberRow): void => {
    if (isFixed || row.id === editedId) return;
    begun.current = true;
    editing.begin(row.keys);
  };
  const enter = (row: TreeRow): void => {
    if (row.kind === 'more') more(row.of, row.shown);
    else edit(row);
  };
  const remove = async (row: MemberRow): Promise<void> => {
    const at = indexOf(row.id);
    if (!(await editing.remove(row.keys))) return;
    const next = rows[at + 1] ?? rows[at - 1];
    if (next) {
      onFocused(next.id);
      focusRow(next.id);
    }
  };
  const onKeyDown = useTreeKeys({
    rows,
    focusAt,
    enter,
    fold: ({ id }, isOpen) => fold(id, isOpen),
    add: ({ keys }) => {
      if (!isFixed) onAdd(keys);
    },
    remove: (row) => {
      if (!isFixed) void remove(row);
    },
  });
  const editor = (keys: readonly string[], id: string) =>
    draft && (
      <MemberEditor
        place={placeWords(keys, data)}
        draft={draft}
        now={memberAt(data, keys)}
        editing={editing}
        takesFocus={begun.current}
        onEnd={() => focusRow(id)}
      />
    );
  return (
    <>
      {draft && editedId !== null && editedIndex < 0 && (
        <div className="st-orphan">
          <b className="fig">{placeWords(draft.keys, data)}</b>
          {editor(draft.keys, rows[0]?.id ?? '')}
        </div>
      )}
      <div className="st-scroll" ref={scroller}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus */}
        <div
          role="tree"
          aria-label={isFixed ? `Members in version ${version}` : 'Members'}
          style={{ height: list.getTotalSize() }}
          className="st-tree"
          onKeyDown={onKeyDown}
        >
          {list.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            return (
              row && (
                <div
                  key={key}
                  role="none"
                  ref={list.measureElement}
                  data-index={index}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {row.kind === 'more' ? (
                    <MoreItem
                      row={row}
                      hasFocus={index === focusIndex}
                      isChosen={row.id === focused}
                      onFocus={() => onFocused(row.id)}
                      onMore={() => more(row.of, row.shown)}
                    />
                  ) : (
                    <MemberItem
                      row={row}
                      hasFocus={index === focusIndex}
                      isChosen={row.id === focused}
                      changed={changed.get(row.id)}
                      isFresh={!isFixed && changed.get(row.id) === version}
                      onFocus={() => onFocused(row.id)}
                      onFold={() => fold(row.id, !row.isOpen)}
                      onEdit={() => edit(row)}
                      editor={row.id === editedId ? editor(row.keys, row.id) : null}
                    />
                  )}
                </div>
              )
            );
          })}
        </div>
      </div>
    </>
  );
};
