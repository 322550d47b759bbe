import { useVirtualizer } from '@tanstack/react-virtual';
import { Plus } from 'lucide-react';
import { memo, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { latency } from '../../state/figures.ts';
import { useIntents, useMacros, useMirror } from '../../state/mirror-store.ts';
import { useRuns } from '../../state/runs.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { intentPath, NEW_PATH } from './intent-path.ts';
import {
  intentRows,
  matchingRows,
  medians,
  usageIndex,
  usageNames,
  usageWords,
  type IntentFilter,
  type IntentRow,
} from './intent-rows.ts';

const ROW_PX = 48;

const FILTERS: readonly { value: IntentFilter; words: string }[] = [
  { value: 'all', words: 'all' },
  { value: 'trouble', words: 'with trouble' },
  { value: 'unused', words: 'unused' },
];

const useRows = (): IntentRow[] => {
  const intents = useIntents();
  const macros = useMacros();
  const layouts = useMirror((mirror) => mirror.layouts);
  const clients = useMirror((mirror) => mirror.hardware_clients);
  return useMemo(
    () => intentRows(intents, usageIndex(layouts, macros, clients)),
    [intents, layouts, macros, clients],
  );
};

const KEYS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
  PageDown: (at, last) => Math.min(last, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
};

interface RowProps {
  row: IntentRow;
  last: ExecutionSummary | undefined;
  p50: number | undefined;
  isOpen: boolean;
  hasFocus: boolean;
}

/** Drawn again only where it changed: the list is, with each frame that it scrolls. */
const Row = memo(({ row, last, p50, isOpen, hasFocus }: RowProps) => {
  const outcome = last && (last.outcome ?? 'running');
  return (
    // A plain link: one of the router's listens to the address, and as many of them as come by while scrolling do.
    <a
      href={`#${intentPath(row.name)}`}
      className="il-row"
      tabIndex={hasFocus ? 0 : -1}
      data-name={row.name}
      aria-current={isOpen ? 'page' : undefined}
    >
      <span className="out" data-o={outcome} title={last?.reason}>
        {outcome && (
          <>
            <OutcomeMark of={outcome} />
            <span className="sr">{outcome}</span>
          </>
        )}
      </span>
      <span className="il-name">
        <b className="cut">{row.name}</b>
        <span className="mut cut">{row.description || 'No description'}</span>
      </span>
      <span className="il-figures">
        <span className="num">{p50 === undefined ? '–' : latency(p50)}</span>
        <span className="mut cut" title={usageNames(row.usage).join('\n')}>
          {usageWords(row.usage)}
        </span>
      </span>
    </a>
  );
});
Row.displayName = 'Row';

/** All intents, searched and filtered; only the rows in sight are drawn. */
export const IntentList = ({ open }: { open: string | undefined }) => {
  const rows = useRows();
  const runs = useRuns();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<IntentFilter>('all');
  const p50 = useMemo(() => medians(runs.newestFirst), [runs]);
  const shown = useMemo(
    () => matchingRows(rows, search, filter, (name) => runs.byIntent.get(name)),
    [rows, search, filter, runs],
  );
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its own changes draw it again
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
    useFlushSync: false,
  });
  const openAt = shown.findIndex(({ name }) => name === open);
  const focusAt = (at: number): void => {
    const name = shown[at]?.name;
    if (name === undefined) return;
    list.scrollToIndex(at);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-name="${name}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = KEYS[event.key];
    if (!to || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const name = event.target.dataset['name'];
    const at = shown.findIndex((row) => row.name === name);
    focusAt(name === undefined ? 0 : to(at, shown.length - 1));
  };
  const items = list.getVirtualItems();
  const first = items.some(({ index }) => index === openAt) ? openAt : items[0]?.index;
  return (
    <section className="pane il" aria-labelledby="intents-title">
      <h2 id="intents-title" className="sr">
        Intents
      </h2>
      <div className="il-head">
        <div className="il-search">
          <SearchField
            label="Search intents"
            placeholder={`Search ${rows.length} intents`}
            value={search}
            onChange={setSearch}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              focusAt(0);
            }}
          />
          <Link href={NEW_PATH} className="btn" aria-label="New intent" title="New intent">
            <Plus className="i i-14" aria-hidden />
            New
          </Link>
        </div>
        <div className="il-filters">
          {FILTERS.map(({ value, words }) => (
            <button
              key={value}
              type="button"
              className="chip"
              data-on={filter === value || undefined}
              aria-pressed={filter === value}
              onClick={() => setFilter(value)}
            >
              {words}
            </button>
          ))}
          <output className="mut num">{shown.length}</output>
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the arrows go from link to link */}
      <div className="il-rows" ref={scroller} onKeyDown={onKeyDown}>
        {shown.length === 0 && (
          <p className="il-none sec">
            {rows.length === 0 ? 'No intents yet.' : 'None fits. Search for less.'}
          </p>
        )}
        <ul style={{ height: list.getTotalSize() }}>
          {/* By place, not by name: a search writes into the rows there are, which is a third of the work of making new ones. */}
          {items.map(({ index, start }) => {
            const row = shown[index];
            return (
              row && (
                <li
                  key={index}
                  aria-setsize={shown.length}
                  aria-posinset={index + 1}
                  style={{ top: start, height: ROW_PX }}
                >
                  <Row
                    row={row}
                    last={runs.byIntent.get(row.name)}
                    p50={p50.get(row.name)}
                    isOpen={row.name === open}
                    hasFocus={index === first}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
};
