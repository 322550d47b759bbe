import type { RedisClient } from '../store/redis/redis-clients.ts';
import { prepareLostPatches } from './master-state/redis-lost-patches.ts';
import { prepareCommitState } from './master-state/redis-shelf.ts';
import { prepareVariables } from './variables/redis-variable-shelf.ts';

/** Gives the state's connection its scripts. */
export const prepareStateScripts = (client: RedisClient): void => {
  prepareCommitState(client);
  prepareLostPatches(client);
  prepareVariables(client);
};
