import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { aButton, anIntent, aRecording } from '../store-samples.ts';
import type { Store } from '../store.ts';
import { untilState } from './redis-fixture.ts';
import { SentinelFixture } from './sentinel-fixture.ts';

let sentinel: SentinelFixture;
beforeEach(async () => {
  sentinel = await SentinelFixture.open();
});
afterEach(() => sentinel.close());

const wait = { interval: 5, timeout: 10_000 };
const KEY = 'mcr:mapping:companion:intent:lights';
const text = (priority: number) => JSON.stringify(anIntent('lights', { priority }));

/** Presses one key about every 5 ms until told to stop. Says which presses, oldest first. */
const pressing = (store: Store) => {
  const pressed: { id: string; receipt: string }[] = [];
  const going = new AbortController();
  const done = (async () => {
    while (!going.signal.aborted) {
      const recording = aRecording({}, [aButton()]);
      const receipt = await store.record(recording);
      pressed.push({ id: recording.execution.execution_id, receipt });
      await systemClock.sleep(5);
    }
  })();
  const stop = async () => {
    going.abort();
    await done;
    return pressed;
  };
  return { pressed, stop };
};

// Seconds mostly; where the sentinels do not agree at once, they wait before they vote again.
vi.setConfig({ testTimeout: 60_000 });

const shows = (store: Store, priority: number) =>
  vi.waitFor(
    () =>
      expect(store.peek('intent', 'lights')).toMatchObject({
        source: 'cache',
        value: { priority },
      }),
    wait,
  );

const expectEachOnce = async (store: Store, pressed: { id: string }[]) => {
  await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
  // The connection may go once more while the sentinels agree: whoever asks then is told to ask again.
  const entries = await vi.waitFor(() => store.audit({ limit: 100_000 }), wait);
  const written = entries.map((entry) => entry.execution_id);
  expect(written).toHaveLength(new Set(written).size);
  expect(written.sort()).toEqual(pressed.map(({ id }) => id).sort());
};

it('follows a master that dies in the middle of presses: each is written, and once', async () => {
  const store = await sentinel.store();
  await store.put('intent', 'lights', anIntent('lights', { priority: 1 }));
  const { master, replica } = await sentinel.roles();
  const states: string[] = [];
  store.onStatus(({ state }) => states.push(state));
  const { pressed, stop } = pressing(store);
  await vi.waitFor(() => expect(pressed.length).toBeGreaterThan(50), wait);
  const away = untilState(store, 'away');
  await master.fixture.kill();
  await away;
  expect(store.peek('intent', 'lights')).toMatchObject({ source: 'stale' });
  // The outbox takes what comes in between; what is pressed now must not stand still.
  const began = performance.now();
  const before = pressed.length;
  await vi.waitFor(() => expect(pressed.length).toBeGreaterThan(before + 10), wait);
  expect(performance.now() - began).toBeLessThan(500);
  const all = stop();
  await sentinel.untilPromoted(master);
  await untilState(store, 'ready', 40_000);
  await expectEachOnce(store, await all);
  expect((await all).map(({ receipt }) => receipt)).toContain('waiting');
  expect([...new Set(states)]).toEqual(['away', 'ready']);
  // The channel stands on the new master: it tells what others write there.
  await shows(store, 1);
  await replica.client.set(KEY, text(2));
  await shows(store, 2);
});

it('writes again what the old master took and never passed on', async () => {
  const store = await sentinel.store();
  const { master, replica } = await sentinel.roles();
  const kept = aRecording({}, [aButton()]);
  expect(await store.record(kept)).toBe('written');
  await master.client.wait(1, 1000);
  // A replica that is silent for a moment: the master answers all the same.
  replica.fixture.signal('SIGSTOP');
  const lost = Array.from({ length: 20 }, () => aRecording({}, [aButton()]));
  for (const recording of lost) expect(await store.record(recording)).toBe('written');
  await master.fixture.kill();
  replica.fixture.signal('SIGCONT');
  await sentinel.untilPromoted(master);
  await untilState(store, 'ready', 40_000);
  await expectEachOnce(
    store,
    [kept, ...lost].map(({ execution }) => ({ id: execution.execution_id })),
  );
  expect(await store.buttons('main')).toMatchObject([{ press_count: 21 }]);
});

it('follows a fail-over that somebody asked for, although the old master still answers', async () => {
  const store = await sentinel.store();
  await store.put('intent', 'lights', anIntent('lights', { priority: 1 }));
  const { master, replica } = await sentinel.roles();
  const { pressed, stop } = pressing(store);
  await vi.waitFor(() => expect(pressed.length).toBeGreaterThan(20), wait);
  const away = untilState(store, 'away', 40_000);
  await sentinel.failOver();
  await sentinel.untilPromoted(master);
  const promoted = performance.now();
  await away;
  await untilState(store, 'ready', 40_000);
  expect(performance.now() - promoted).toBeLessThan(2000);
  expect(await master.client.info('replication')).toContain('role:master');
  await expectEachOnce(store, await stop());
  await replica.client.set(KEY, text(3));
  await shows(store, 3);
});
