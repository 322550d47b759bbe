import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { RedisAddress } from '../store/redis/redis-address.ts';
import { MasterState } from './master-state/master-state.ts';
import { createMemoryShelf } from './master-state/memory-shelf.ts';
import { createRedisShelf } from './master-state/redis-shelf.ts';
import type { HistoryBounds } from './master-state/shelf.ts';
import { RedisLink } from './redis-link.ts';
import { prepareStateScripts } from './state-scripts.ts';
import { VariableSessions } from './variable-sessions.ts';

export interface SharedState {
  master: MasterState;
  variables: VariableSessions;
  close(): void;
}

export interface SharedStateOptions {
  /** Null where there is no Redis to be had: then it lasts as long as the process. */
  redis: RedisAddress | null;
  clock: Clock;
  log: Log;
  /** How much of each session's history is kept. */
  bounds?: () => HistoryBounds;
}

/** The state that agents, control rooms and this process share. Ready at once; Redis is used as soon as it is there. */
export const openSharedState = ({
  redis,
  clock,
  log,
  bounds,
}: SharedStateOptions): SharedState => {
  const link = redis && new RedisLink(redis, clock, log, prepareStateScripts);
  const shelf = link ? createRedisShelf(link) : createMemoryShelf();
  return {
    master: new MasterState({ shelf, clock, ...(bounds ? { bounds } : {}) }),
    variables: new VariableSessions({ link, clock, log }),
    close() {
      shelf.close();
      link?.close();
    },
  };
};
