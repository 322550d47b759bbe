import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './redis-clients.ts';

/**
 * The servers that hold keys, by `host:port`; a server alone stands under the empty name.
 * @throws where a part of a cluster is nobody's, or belongs to a server that there is no connection to: what is not
 * met there must not be taken for gone.
 */
export const mastersOf = (client: RedisClient): Map<string, Redis> => {
  if (!(client instanceof Cluster)) return new Map([['', client]]);
  const masters = new Map<string, Redis>();
  for (const node of client.nodes('master'))
    masters.set(`${node.options.host}:${node.options.port}`, node);
  const owners = new Set<string | undefined>();
  // Not `map`: a slot that is nobody's is a hole, and holes are passed over.
  for (let slot = 0; slot < 16_384; slot += 1) owners.add(client.slots[slot]?.[0]);
  for (const owner of owners) {
    if (owner === undefined) throw new Error('a part of the cluster is on no server');
    if (!masters.has(owner))
      throw new Error(`the server ${owner} of the cluster can't be reached`);
  }
  return masters;
};

/** Asks every server that holds keys. @throws where one does not answer, or says that the cluster is down. */
export const askServers = async (client: RedisClient): Promise<void> => {
  if (!(client instanceof Cluster)) {
    await client.ping();
    return;
  }
  await Promise.all(
    [...mastersOf(client)].map(async ([address, node]) => {
      const info = await node.cluster('INFO');
      if (!info.includes('cluster_state:ok'))
        throw new Error(`the cluster is down, says the server ${address}`);
    }),
  );
};

/** Has the client ask which server holds what; resolves when it knows, or nobody could say. */
export const refreshMasters = (client: Cluster): Promise<void> =>
  new Promise((resolve) => {
    client.refreshSlotsCache(() => resolve());
  });
