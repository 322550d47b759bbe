import { beforeEach, describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { VenueSchema } from '#shared/contract/venue.ts';
import { ManualClock } from '../clock-double.ts';
import { Stale } from '../store/expected.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { aButton, aRecording } from '../store/store-samples.ts';
import { StoreUnavailable, type Store } from '../store/store.ts';
import { rename } from './rename.ts';

const aDevice = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'xl', ...more });
const aLayout = (device_id: string, label = 'Cut') =>
  LayoutSchema.parse({
    device_id,
    pages: [{ page: 1, keys: [{ row: 0, col: 2, label }] }],
  });
const renaming = { kind: 'device', from: 'main', to: 'stage' } as const;

let texts: Map<string, string>;
let store: Store;
beforeEach(async () => {
  texts = new Map();
  store = createMemoryStore({ clock: new ManualClock(), texts });
  const limit = { points: 1, per_ms: 100 };
  const config = BridgeConfigSchema.parse({ rate_limits: { targets: { main: limit } } });
  await store.put('config', 'bridge', config);
  await store.put('device', 'main', aDevice('main', { observe_only: true, rack: 'B2' }));
  await store.put('device', 'first', aDevice('first', { backup_device_id: 'main' }));
  const group = { mode: 'failover', device_ids: ['first', 'main'] };
  await store.put('device', 'both', aDevice('both', { group }));
  await store.put('layout', 'main', aLayout('main'));
  const action = { protocol_name: 'p', device_id: 'main' };
  const camera = { ...action, action_type: 'camera' };
  const fallbacks = [{ protocol_name: 'q', device_id: 'main' }];
  await store.put(
    'intent',
    'cut',
    IntentSchema.parse({ intent_name: 'cut', actions: [{ ...action, fallbacks }, camera] }),
  );
  await store.put(
    'venue',
    'tour',
    VenueSchema.parse({
      venue_name: 'tour',
      devices: { main: 'http://10.0.0.1:8000' },
      bridge: BridgeConfigSchema.parse({}),
    }),
  );
  await store.record(aRecording({}, [aButton(), aButton('press', '1_3_7')]));
  return () => store.close();
});

const keysNaming = (name: string) =>
  [...texts.keys()].filter((key) => key.includes(name)).sort();

/** Nothing names the old one any more, but the camera slot that only has its name. */
const expectDone = async () => {
  expect(keysNaming('main')).toEqual([]);
  expect(keysNaming('stage')).toEqual([
    'mcr:catalog:companion:device:stage',
    'mcr:companion:layout:stage',
    'mcr:companion:state:stage:1_0_2',
    'mcr:companion:state:stage:1_3_7',
  ]);
  const said = [...texts.values()].join('\n');
  expect(said.match(/"main"/g)).toHaveLength(1);
  expect(said).not.toContain('renamed_from');
  const { value } = Object(await store.read('device', 'stage'));
  expect(value).toMatchObject({ device_id: 'stage', observe_only: true, rack: 'B2' });
  expect(await store.read('device', 'both')).toMatchObject({
    value: { group: { device_ids: ['first', 'stage'] } },
  });
  expect(await store.read('layout', 'stage')).toMatchObject({ value: aLayout('stage') });
};

describe('a device gets another name', () => {
  test('and everything that names it follows: intents, groups, backups, keys, states, venues, limits', async () => {
    const done = await rename(store, renaming);
    await expectDone();
    expect(done?.changed.map(({ kind, name, where }) => `${kind} ${name}: ${where}`)).toEqual([
      'intent cut: action 1',
      'intent cut: action 1, fallback 1',
      'device both: group',
      'device first: backup',
      'venue tour: its address',
      'config bridge: rate limit',
    ]);
    expect(await store.read('intent', 'cut')).toMatchObject({
      value: { actions: [{ device_id: 'stage' }, { device_id: 'main' }] },
    });
  });

  test('and repeating a renaming that broke off at any write finishes it', async () => {
    const whole = { ...store };
    for (let left = 0; left < 12; left += 1) {
      let writes = left;
      const orBreak =
        <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          if (writes-- <= 0) throw new StoreUnavailable('away', '');
          return write(...args);
        };
      Object.assign(store, {
        put: orBreak((...args: Parameters<Store['put']>) => whole.put(...args)),
        remove: orBreak((...args: Parameters<Store['remove']>) => whole.remove(...args)),
        moveButtons: orBreak((...args: Parameters<Store['moveButtons']>) =>
          whole.moveButtons(...args),
        ),
      });
      await rename(store, renaming).catch(() => null);
    }
    Object.assign(store, whole);
    await rename(store, renaming);
    await expectDone();
  });

  test('but no name that is taken, by a device or by the layout that one left', async () => {
    const before = new Map(texts);
    await expect(rename(store, { ...renaming, to: 'first' })).rejects.toBeInstanceOf(Stale);
    expect(texts).toEqual(before);
    await store.put('layout', 'stage', aLayout('stage', 'Of another one'));
    const left = new Map(texts);
    await expect(rename(store, renaming)).rejects.toMatchObject({ kind: 'layout' });
    expect(texts).toEqual(left);
  });

  test('and what somebody changes in its layout meanwhile goes along', async () => {
    const whole = { ...store };
    let isChanged = false;
    store.list = async (kind) => {
      if (kind === 'intent' && !isChanged) {
        isChanged = true;
        await store.put('layout', 'main', aLayout('main', 'Changed'));
      }
      return whole.list(kind);
    };
    await rename(store, renaming);
    expect(await store.read('layout', 'stage')).toMatchObject({
      value: aLayout('stage', 'Changed'),
    });
    expect(keysNaming('main')).toEqual([]);
  });
});
