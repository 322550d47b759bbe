import { ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import type { MemberRow, MoreRow } from './tree-rows.ts';
import { MEMBERS_PAGE } from './tree-rows.ts';
import { shortValue, sizeWords } from './value-words.ts';

const depthStyle = (depth: number): CSSProperties & { '--d': number } => ({ '--d': depth });

interface ItemProps {
  /** Tab leads there. */
  hasFocus: boolean;
  /** It was chosen: what the buttons over the tree act on. */
  isChosen: boolean;
  onFocus: () => void;
}

interface MemberItemProps extends ItemProps {
  row: MemberRow;
  /** The version in which it changed last, where that is known. */
  changed: number | undefined;
  /** That was the newest one. */
  isFresh: boolean;
  onFold: () => void;
  onEdit: () => void;
  /** Stands in the place of its value. */
  editor: ReactNode;
}

/** What a value looks like behind its name: one that is open shows how much it holds. */
const Value = ({ row: { value, isOpen } }: Pick<MemberItemProps, 'row'>) => {
  if (typeof value === 'object' && value !== null)
    return (
      <span className="st-v mut cut">{isOpen ? sizeWords(value) : shortValue(value)}</span>
    );
  const kind = typeof value === 'string' ? 'text' : 'other';
  return (
    <span className="st-v fig cut" data-kind={kind}>
      {shortValue(value)}
    </span>
  );
};

/** One member of the state, with its name, its value and the version in which it changed last. */
export const MemberItem = ({
  row,
  hasFocus,
  isChosen,
  changed,
  isFresh,
  onFocus,
  onFold,
  onEdit,
  editor,
}: MemberItemProps) => {
  const Fold = row.isOpen ? ChevronDown : ChevronRight;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree has the keys
    <div
      role="treeitem"
      className="st-item"
      style={depthStyle(row.depth)}
      data-id={row.id}
      data-fresh={isFresh || undefined}
      data-editing={editor === null ? undefined : true}
      tabIndex={hasFocus ? 0 : -1}
      aria-level={row.depth + 1}
      aria-posinset={row.posInSet}
      aria-setsize={row.setSize}
      aria-expanded={row.isOpen ?? undefined}
      aria-selected={isChosen}
      onFocus={onFocus}
      onDoubleClick={(event) => {
        if (editor !== null) return;
        event.preventDefault();
        onEdit();
      }}
    >
      <span
        className="st-fold"
        aria-hidden
        onClick={() => {
          if (row.isOpen !== null) onFold();
        }}
      >
        {row.isOpen !== null && <Fold className="i i-14" />}
      </span>
      <span className="st-k fig">{row.keys.at(-1)}</span>
      {editor ?? (
        <>
          <Value row={row} />
          <span className="grow" />
          {changed !== undefined && (
            <span className="st-changed num mut">
              <span className="sr">changed in version </span>
              {changed}
            </span>
          )}
        </>
      )}
    </div>
  );
};

interface MoreItemProps extends ItemProps {
  row: MoreRow;
  onMore: () => void;
}

/** Stands for the members that are not shown yet. */
export const MoreItem = ({ row, hasFocus, isChosen, onFocus, onMore }: MoreItemProps) => (
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree has the keys
  <div
    role="treeitem"
    className="st-item"
    style={depthStyle(row.depth)}
    data-id={row.id}
    tabIndex={hasFocus ? 0 : -1}
    aria-level={row.depth + 1}
    aria-posinset={row.shown + 1}
    aria-setsize={row.setSize}
    aria-selected={isChosen}
    onFocus={onFocus}
    onClick={onMore}
  >
    <span className="st-fold" />
    <span className="link">
      Show {Math.min(MEMBERS_PAGE, row.setSize - row.shown).toLocaleString('en')} more of{' '}
      {row.setSize.toLocaleString('en')}
    </span>
  </div>
);
