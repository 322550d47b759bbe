import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';

const PAGE = 100;

interface AuditView {
  /** Null until the first answer. */
  entries: AuditEntry[] | null;
  /** Whether there may be older ones. */
  more: boolean;
  fault: Fault | null;
  isBusy: boolean;
}

const FIRST: AuditView = { entries: null, more: false, fault: null, isBusy: true };

/** What to show once the entries before `known` have come, or have not. */
const withOlder = async (known: AuditEntry[]): Promise<Partial<AuditView>> => {
  const before = known.at(-1)?.id;
  try {
    const older = await ask((client, options) =>
      client.audit({ limit: PAGE, ...(before === undefined ? {} : { before }) }, options),
    );
    return { entries: [...known, ...older], more: older.length === PAGE, fault: null };
  } catch (error) {
    return { fault: faultOf(error) };
  }
};

/** The audit stream, newest first, a page at a time. */
export const useAudit = () => {
  const isLive = useIsLive();
  const [view, setView] = useState(FIRST);

  useEffect(() => {
    if (!isLive) return;
    void withOlder([]).then((news) => setView((last) => ({ ...last, ...news, isBusy: false })));
  }, [isLive]);

  const load = async (known: AuditEntry[]): Promise<void> => {
    setView((last) => ({ ...last, isBusy: true }));
    const news = await withOlder(known);
    setView((last) => ({ ...last, ...news, isBusy: false }));
  };

  return {
    ...view,
    refresh: () => void load([]),
    older: () => void load(view.entries ?? []),
  };
};
