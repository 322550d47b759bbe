import { afterAll, beforeAll } from 'vitest';
import { describeExpected } from '../expected-conformance.ts';
import { describeRevisions } from '../revisions/revision-conformance.ts';
import { describeStore, type StoreHarness } from '../store-conformance.ts';
import { ClusterFixture } from './cluster-fixture.ts';
import { heard } from './redis-fixture.ts';

let cluster: ClusterFixture;
beforeAll(async () => {
  cluster = await ClusterFixture.open();
});
afterAll(() => cluster.close());

const open = async (): Promise<StoreHarness> => {
  const store = await cluster.store();
  return {
    store,
    plant: (key, text) =>
      heard(store, key, () => cluster.onOwner(key, (client) => client.set(key, text))),
    raw: (key) => cluster.onOwner(key, (client) => client.get(key)),
    close: () => cluster.reset(),
  };
};

describeStore('redis cluster', open);
describeExpected('redis cluster', open);
describeRevisions('redis cluster', open);
