import { useEffect, useRef, useState } from 'react';
import type { TakeRows, TakeView } from '#shared/contract/take-view.ts';
import { ask } from '../../../link/engine.ts';
import { useIsLive } from '../../../state/connection-store.ts';
import { pageOf, ROWS_PER_PAGE, type RowPages } from './rows.ts';

/** While it plays the rows that come next are here before they are shown. */
const AHEAD = ROWS_PER_PAGE / 2;
/** Who drags through an hour does not stay on each page. */
const SETTLED_MS = 60;

export const askRows = (
  { file, folder }: Pick<TakeView, 'file' | 'folder'>,
  which: { from?: number; at_ms?: number; count: number },
): Promise<TakeRows> =>
  ask((client, options) =>
    client.takes.rows({ params: { file }, query: { folder, ...which } }, options),
  );

/** The rows around one, page by page as they are needed. */
export const useRows = (take: TakeView, row: number): RowPages => {
  const [pages, setPages] = useState<RowPages>(new Map());
  const asked = useRef(new Set<number>());
  const isLive = useIsLive();
  const { file, folder } = take;
  const last = take.timing.rows - 1;
  const here = pageOf(row);
  const next = pageOf(Math.min(Math.max(0, last), row + AHEAD));
  useEffect(() => {
    if (!isLive || last < 0) return;
    const load = async (page: number): Promise<void> => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      try {
        const from = page * ROWS_PER_PAGE;
        const rows = await askRows({ file, folder }, { from, count: ROWS_PER_PAGE });
        setPages((known) => new Map(known).set(page, rows));
      } catch {
        // The picture says what is wrong with the take. These figures are asked for again when one comes back to them.
        asked.current.delete(page);
      }
    };
    const timer = setTimeout(() => {
      for (const page of new Set([here, next])) void load(page);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [file, folder, here, next, last, isLive]);
  return pages;
};
