import { afterAll, beforeAll } from 'vitest';
import { describeExpected } from '../expected-conformance.ts';
import { describeRevisions } from '../revisions/revision-conformance.ts';
import { describeStore, type StoreHarness } from '../store-conformance.ts';
import { heard, RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());

const open = async (): Promise<StoreHarness> => {
  const store = await redis.readyStore();
  const other = redis.other();
  return {
    store,
    plant: (key, text) => heard(store, key, () => other.set(key, text)),
    raw: (key) => other.get(key),
    close: () => redis.reset(),
  };
};

describeStore('redis', open);
describeExpected('redis', open);
describeRevisions('redis', open);
