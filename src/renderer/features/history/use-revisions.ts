import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Revision } from '#shared/contract/revisions.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { askedOnceBack, useKeptSince } from '../../state/use-kept-since.ts';
import { AREAS, type HistoryKind } from './history-words.ts';

const PAGE = 30;
const MOST_AT_ONCE = 100;
/** What another program changed is noted a second after it is shown. */
const AGAIN_MS = 700;
const MOST_AGAIN = 10;

interface RevisionsView {
  /** Newest first; null until the first answer. */
  revisions: Revision[] | null;
  /** Whether there may be older ones. */
  more: boolean;
  fault: Fault | null;
  isBusy: boolean;
  /** What stands was waited for, and is not among them: it was written while no control room ran. */
  isUnnoted: boolean;
}

const FIRST: RevisionsView = {
  revisions: null,
  more: false,
  fault: null,
  isBusy: true,
  isUnnoted: false,
};

/** What to show once the revisions before `known` have come, or have not. */
const withOlder = async (
  kind: HistoryKind,
  name: string,
  known: Revision[],
  limit: number,
): Promise<Partial<RevisionsView>> => {
  const before = known.at(-1)?.id;
  try {
    const older = await ask((client, options) =>
      client.revisions.list(
        {
          params: { area: AREAS[kind], name },
          query: { limit, ...(before === undefined ? {} : { before }) },
        },
        options,
      ),
    );
    return { revisions: [...known, ...older], more: older.length === limit, fault: null };
  } catch (error) {
    return { fault: faultOf(error) };
  }
};

/** The revisions of one value, a page at a time; read anew when it changes. `current`: the revision that stands. */
export const useRevisions = (kind: HistoryKind, name: string, current: string | null) => {
  const isAway = useKeptSince() !== null;
  const [view, setView] = useState(FIRST);
  const known = view.revisions?.length ?? 0;
  const isBehind = view.revisions !== null && (view.revisions[0]?.after ?? null) !== current;

  useEffect(() => {
    if (isAway) return;
    let isOver = false;
    let again = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE, known));
      const news = await withOlder(kind, name, [], limit);
      if (isOver) return;
      const isNoted = (news.revisions?.[0]?.after ?? null) === current;
      const isUnnoted = !isNoted && again >= MOST_AGAIN;
      setView((last) => ({ ...last, ...news, isBusy: false, isUnnoted }));
      again += 1;
      if (!isNoted && !isUnnoted) timer = setTimeout(() => void load(), AGAIN_MS);
    };
    void load();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- how many are shown is no reason to read them again
  }, [isAway, kind, name, current]);

  const older = async (): Promise<void> => {
    setView((last) => ({ ...last, isBusy: true }));
    const news = await withOlder(kind, name, view.revisions ?? [], PAGE);
    setView((last) => ({ ...last, ...news, isBusy: false }));
  };

  const fault = view.fault ?? (isAway && view.revisions === null ? askedOnceBack : null);
  return { ...view, fault, isBehind, older: () => void older() };
};
