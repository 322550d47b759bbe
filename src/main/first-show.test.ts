import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from './clock-double.ts';
import { prepareFirstShow, type FirstShowOptions } from './first-show.ts';
import { createLog } from './log.ts';
import type { DemoMode } from './settings.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';
import { StoreUnavailable } from './store/store.ts';

const setUp = (demo: DemoMode, resourcesDir = join(import.meta.dirname, '../../resources')) => {
  const clock = new ManualClock();
  const store = createMemoryStore({ clock });
  const options: FirstShowOptions = {
    store,
    resourcesDir,
    demo,
    clock,
    log: createLog('silent'),
  };
  const ending = new AbortController();
  return {
    clock,
    store,
    options,
    ending,
    start: () => prepareFirstShow(options, ending.signal),
  };
};

test.each([
  ['always', true],
  ['when-empty', true],
  ['never', false],
] as const)(
  'an empty catalogue, demo %s: protocols and config, intents: %s',
  async (demo, intents) => {
    const { store, start } = setUp(demo);
    await start();
    expect((await store.read('config', 'bridge')).found).toBe('present');
    expect((await store.list('protocol')).length).toBeGreaterThan(10);
    expect((await store.list('intent')).length > 0).toBe(intents);
  },
);

test.each([
  ['always', true],
  ['when-empty', false],
  ['never', false],
] as const)('a catalogue in use, demo %s: the demo is written: %s', async (demo, written) => {
  const { store, options, start } = setUp('never');
  await start();
  const mine = { device_id: 'mine', device_type: 'virtual_surface' };
  await store.remove('protocol', 'companion_http_press');
  await store.put('device', 'mine', { ...mine, page_count: 1, rows: 1, cols: 1, metadata: {} });
  await prepareFirstShow({ ...options, demo }, new AbortController().signal);
  expect((await store.list('intent')).length > 0).toBe(written);
  expect((await store.read('device', 'mine')).found).toBe('present');
});

test('a store that is away is prepared when it is back, though it goes again', async () => {
  const { clock, store, options, ending } = setUp('never');
  let state: 'away' | 'ready' = 'away';
  const tell: (() => void)[] = [];
  let refusals = 1;
  const flaky: FirstShowOptions['store'] = {
    ...store,
    status: () => ({ ...store.status(), state }),
    onStatus: (listener) => {
      tell.push(() => listener({ ...store.status(), state }));
      return () => undefined;
    },
    read: (kind, name) => {
      refusals -= 1;
      return refusals < 0
        ? store.read(kind, name)
        : Promise.reject(new StoreUnavailable('away', 'wait'));
    },
  };
  const prepared = prepareFirstShow({ ...options, store: flaky }, ending.signal);
  await clock.advance(5_000);
  expect(await store.list('protocol')).toEqual([]);
  state = 'ready';
  for (const each of tell) each();
  await clock.advance(999);
  expect(await store.list('protocol')).toEqual([]);
  await clock.advance(1);
  await prepared;
  expect(await store.list('protocol')).not.toEqual([]);
});

test('where there is no Redis, the store in memory is prepared all the same', async () => {
  const { clock, options, ending } = setUp('when-empty');
  const status = { state: 'missing', label: 'managed', message: 'Install it.' } as const;
  const store = createMemoryStore({ clock, status });
  await prepareFirstShow({ ...options, store }, ending.signal);
  expect((await store.list('intent')).length).toBeGreaterThan(10);
});

test('the end of the app ends the waiting', async () => {
  const { store, options, ending } = setUp('never');
  const away: FirstShowOptions['store'] = {
    ...store,
    status: () => ({ ...store.status(), state: 'away' }),
  };
  const prepared = prepareFirstShow({ ...options, store: away }, ending.signal);
  ending.abort();
  await expect(prepared).rejects.toThrow('closing');
});

test('a pack that can not be read does not keep the app from starting', async () => {
  const { store, start } = setUp('never', '/nowhere');
  await start();
  expect(await store.list('protocol')).toEqual([]);
});
