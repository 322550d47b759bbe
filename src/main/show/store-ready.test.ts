import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createMemoryStore, type MemoryStoreOptions } from '../store/memory/memory-store.ts';
import { storeReady } from './store-ready.ts';

const open = (status?: MemoryStoreOptions['status']) => {
  const store = createMemoryStore({ clock: systemClock, status });
  onTestFinished(() => store.close());
  return store;
};

test('a store that answers is ready at once, whatever the signal says', async () => {
  expect(await storeReady(open(), AbortSignal.abort())).toBe(true);
});

test('a store that is away is waited for until the signal aborts', async () => {
  const ending = new AbortController();
  const ready = storeReady(
    open({ state: 'away', label: 'gone', message: null }),
    ending.signal,
  );
  ending.abort();
  expect(await ready).toBe(false);
});
