import { useRef, type KeyboardEvent } from 'react';
import { pointerOf, type MemberRow, type TreeRow } from './tree-rows.ts';

interface TreeKeys {
  rows: readonly TreeRow[];
  focusAt: (index: number) => void;
  fold: (row: MemberRow, isOpen: boolean) => void;
  /** Enter, or F2: edit it, or show more. */
  enter: (row: TreeRow) => void;
  add: (row: MemberRow) => void;
  remove: (row: MemberRow) => void;
}

const PAGE = 10;
const TYPED_TOGETHER_MS = 700;

const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
  PageDown: (at, last) => Math.min(last, at + PAGE),
  PageUp: (at) => Math.max(0, at - PAGE),
};

const parentIndex = (rows: readonly TreeRow[], row: TreeRow): number => {
  const id = row.kind === 'more' ? row.of : pointerOf(row.keys.slice(0, -1));
  return rows.findIndex((each) => each.id === id);
};

const named = (rows: readonly TreeRow[], from: number, typed: string): number => {
  const fits = (row: TreeRow | undefined): boolean =>
    row?.kind === 'member' && (row.keys.at(-1) ?? '').toLowerCase().startsWith(typed);
  // One more letter stays on the row where it still fits.
  const start = typed.length > 1 ? from : from + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const at = (start + step) % rows.length;
    if (fits(rows[at])) return at;
  }
  return -1;
};

/** The keys of a tree, as the pattern for trees has them. */
export const useTreeKeys = ({ rows, focusAt, fold, enter, add, remove }: TreeKeys) => {
  const typed = useRef({ text: '', at: 0 });

  const sideways = (at: number, row: TreeRow, key: string): void => {
    if (key === 'ArrowRight') {
      if (row.kind !== 'member' || row.isOpen === null) return;
      if (row.isOpen) focusAt(at + 1);
      else fold(row, true);
      return;
    }
    if (row.kind === 'member' && row.isOpen) {
      fold(row, false);
      return;
    }
    const parent = parentIndex(rows, row);
    if (parent >= 0) focusAt(parent);
  };
  const byName = (at: number, letter: string, now: number): void => {
    const { text, at: last } = typed.current;
    const more = (now - last < TYPED_TOGETHER_MS ? text : '') + letter.toLowerCase();
    typed.current = { text: more, at: now };
    const found = named(rows, at, more);
    if (found >= 0) focusAt(found);
  };

  return (event: KeyboardEvent): void => {
    const { key, target } = event;
    if (!(target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey)
      return;
    // Keys in an editor are the editor's.
    const id = target.dataset['id'];
    const at = rows.findIndex((row) => row.id === id);
    const row = rows[at];
    if (row === undefined) return;
    const move = MOVES[key];
    if (move) focusAt(move(at, rows.length - 1));
    else if (key === 'ArrowRight' || key === 'ArrowLeft') sideways(at, row, key);
    else if (key === 'Enter' || key === 'F2') enter(row);
    else if (key === ' ') {
      if (row.kind === 'more') enter(row);
      else if (row.isOpen !== null) fold(row, !row.isOpen);
    } else if (key === 'Delete' && row.kind === 'member') remove(row);
    else if (key === 'Insert' && row.kind === 'member') add(row);
    else if (key.length === 1) byName(at, key, event.timeStamp);
    else return;
    event.preventDefault();
  };
};
