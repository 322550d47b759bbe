import type { Fault } from '#shared/contract/errors.ts';
import { useConnection } from './connection-store.ts';
import { momentOf } from './local-time.ts';
import { useStoreStatus } from './mirror-store.ts';

export interface Kept {
  /** Milliseconds since 1970. */
  since: number;
  /** What is away. */
  away: 'link' | 'store';
}

/** Since when what is shown is kept only: no news can come. Null while they do. */
export const useKeptSince = (): Kept | null => {
  const lostAt = useConnection((connection) => connection.lostAt);
  const store = useStoreStatus();
  if (lostAt !== null) return { since: lostAt, away: 'link' };
  if (store?.state !== 'away') return null;
  const since = momentOf(store.since);
  return since === null ? null : { since, away: 'store' };
};

/** Of what could not be asked because of that. */
export const askedOnceBack: Fault = {
  error_type: 'store_unavailable',
  message: 'This can’t be read now.',
  details: { hint: 'It is asked by itself once Redis and the engine are back.' },
};
