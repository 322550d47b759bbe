import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../store-conformance.ts';
import { heard, RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());

describeStore('redis', async () => {
  const store = await redis.readyStore();
  const other = redis.other();
  return {
    store,
    plant: (key, text) => heard(store, key, () => other.set(key, text)),
    raw: (key) => other.get(key),
    close: () => redis.reset(),
  };
});
