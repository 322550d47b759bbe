import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { describeExpected } from '../expected-conformance.ts';
import { describeRevisions } from '../revisions/revision-conformance.ts';
import { describeStore, type StoreHarness } from '../store-conformance.ts';
import { createMemoryStore } from './memory-store.ts';

const open = async (): Promise<StoreHarness> => {
  const texts = new Map<string, string>();
  return {
    store: createMemoryStore({ clock: systemClock, texts }),
    plant: async (key, text) => void texts.set(key, text),
    raw: async (key) => texts.get(key) ?? null,
    close: async () => undefined,
  };
};

describeStore('memory', open);
describeExpected('memory', open);
describeRevisions('memory', open);

it('says what it stands in for', () => {
  const status = { state: 'missing', label: 'managed', message: 'no server' } as const;
  expect(createMemoryStore({ clock: systemClock, status }).status()).toMatchObject({
    ...status,
    waiting: 0,
  });
});
