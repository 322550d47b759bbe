import { MasterHistorySchema } from '#shared/contract/config.ts';
import type { Store } from '../store/store.ts';
import type { HistoryBounds } from './master-state/shelf.ts';

/** The history's bounds in the bridge's config as it stands; the last ones known while the store can't say. */
export const liveHistoryBounds = (store: Store): (() => HistoryBounds) => {
  let last = MasterHistorySchema.parse({});
  return () => {
    const known = store.peek('config', 'bridge');
    if (known?.found === 'present') last = known.value.master_history;
    return { maxEntries: last.max_entries, maxBytes: last.max_bytes };
  };
};
