import { systemClock } from '../clock.ts';
import type { RedisAddress } from '../store/redis/redis-address.ts';
import { silentLog, type RedisFixture } from '../store/redis/redis-fixture.ts';
import { RedisLink } from './redis-link.ts';
import { prepareStateScripts } from './state-scripts.ts';

/** A link that is ready. */
export const openLink = async (address: RedisAddress): Promise<RedisLink> => {
  const link = new RedisLink(address, systemClock, silentLog, prepareStateScripts);
  await link.ready;
  return link;
};

export const linkOn = (redis: RedisFixture, path = redis.path): Promise<RedisLink> =>
  openLink({ label: 'test', topology: 'single', options: { path } });
