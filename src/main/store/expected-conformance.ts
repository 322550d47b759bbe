import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { Stale } from './expected.ts';
import { revisionOf } from './revision.ts';
import type { StoreHarness } from './store-conformance.ts';
import { anIntent, AT } from './store-samples.ts';
import type { Store, StoreChange } from './store.ts';

const KEY = 'mcr:mapping:companion:intent:a';
const DEVICE_KEY = 'mcr:catalog:companion:device:d';
const another = { revisions: ['another_'] };

const staleOf = async (write: Promise<unknown>): Promise<Stale> => {
  const thrown: unknown = await write.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof Stale) return thrown;
  throw new Error(`Not stale: ${String(thrown)}`);
};

/** What every store must do where a writer says what it expects to stand there. */
export const describeExpected = (name: string, open: () => Promise<StoreHarness>): void => {
  describe(`${name} writes only where what is expected stands`, () => {
    let harness: StoreHarness;
    let store: Store;
    beforeEach(async () => {
      harness = await open();
      store = harness.store;
    });
    afterEach(() => harness.close());

    const at = async (priority: number) => {
      const value = await store.put('intent', 'a', anIntent('a', { priority }));
      return { revisions: [revisionOf('intent', value)] };
    };

    it('takes the one that it was read as, keeps the time of making, and tells', async () => {
      const first = await at(1);
      const changes: StoreChange[] = [];
      store.onChange((change) => changes.push(change));
      const value = await store.put('intent', 'a', anIntent('a', { priority: 2 }), {
        revisions: ['another_', ...first.revisions],
      });
      expect(value).toMatchObject({ priority: 2, created_at: expect.any(String) });
      expect(changes[0]).toEqual({ kind: 'intent', name: 'a', value });
      const read = await store.read('intent', 'a');
      expect(read).toMatchObject({ value });
      const second = { revisions: [revisionOf('intent', value)] };
      expect(await store.remove('intent', 'a', second)).toBe(true);
      expect(await harness.raw(KEY)).toBe(null);
    });

    it('changes nothing where another stands, and says which', async () => {
      const before = await at(1);
      const raw = await harness.raw(KEY);
      const stale = await staleOf(store.put('intent', 'a', anIntent('a'), another));
      expect(stale).toMatchObject({
        kind: 'intent',
        entity: 'a',
        stands: { found: 'present', value: { priority: 1 } },
        revision: before.revisions[0],
      });
      await staleOf(store.remove('intent', 'a', another));
      expect(await harness.raw(KEY)).toBe(raw);
    });

    it('notices what another program wrote past it', async () => {
      const mine = await at(1);
      await harness.plant(KEY, JSON.stringify(anIntent('a', { priority: 7 })));
      const stale = await staleOf(store.put('intent', 'a', anIntent('a'), mine));
      expect(stale.stands).toMatchObject({ value: { priority: 7 } });
      await staleOf(store.remove('intent', 'a', mine));
    });

    it('does not mind the order in which another program writes the same', async () => {
      const value = await store.put('intent', 'a', anIntent('a', { priority: 1 }));
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      await harness.plant(KEY, JSON.stringify(turned, null, 2));
      const mine = { revisions: [revisionOf('intent', value)] };
      await store.put('intent', 'a', { ...value, priority: 2 }, mine);
      expect(await store.read('intent', 'a')).toMatchObject({ value: { priority: 2 } });
    });

    it('says of what was removed that nothing stands there', async () => {
      const mine = await at(1);
      await store.remove('intent', 'a');
      for (const expected of [mine, 'present' as const]) {
        expect(await staleOf(store.put('intent', 'a', anIntent('a'), expected))).toMatchObject({
          stands: { found: 'absent' },
          revision: null,
        });
        await staleOf(store.remove('intent', 'a', expected));
      }
      expect(await harness.raw(KEY)).toBe(null);
    });

    it('makes what is new, and never writes over what is there', async () => {
      await store.put('intent', 'a', anIntent('a', { priority: 1 }), 'absent');
      const same = anIntent('a', { priority: 1 });
      expect(await staleOf(store.put('intent', 'a', same, 'absent'))).toMatchObject({
        stands: { value: { priority: 1 } },
      });
      await store.put('intent', 'a', anIntent('a', { priority: 2 }), 'present');
      expect(await store.read('intent', 'a')).toMatchObject({ value: { priority: 2 } });
    });

    it('counts what stands there already as written: an answer may have been lost', async () => {
      const first = await at(1);
      const next = anIntent('a', { priority: 2 });
      const written = await store.put('intent', 'a', next, first);
      expect(await store.put('intent', 'a', next, first)).toEqual(written);
    });

    it('leaves what can not be read to a person, unless anything may be replaced', async () => {
      await harness.plant(KEY, 'junk');
      const stale = await staleOf(store.put('intent', 'a', anIntent('a'), another));
      expect(stale).toMatchObject({
        stands: { found: 'corrupt', corruption: { key: KEY, raw: 'junk' } },
        revision: null,
      });
      await staleOf(store.put('intent', 'a', anIntent('a'), 'absent'));
      expect(await harness.raw(KEY)).toBe('junk');
      await store.put('intent', 'a', anIntent('a'), 'present');
      expect(await store.read('intent', 'a')).toMatchObject({ found: 'present' });
    });

    it('takes the config that was never written as its defaults', async () => {
      const defaults = BridgeConfigSchema.parse({});
      const stale = await staleOf(store.put('config', 'bridge', defaults, another));
      expect(stale).toMatchObject({
        stands: { found: 'present', value: defaults },
        revision: revisionOf('config', defaults),
      });
      const mine = { revisions: [revisionOf('config', defaults)] };
      await store.put('config', 'bridge', { ...defaults, port: 8001 }, mine);
      expect(await store.read('config', 'bridge')).toMatchObject({ value: { port: 8001 } });
    });

    it('does not take a device for changed because it answered meanwhile, nor forgets that', async () => {
      const device = DeviceSchema.parse({ device_id: 'd', device_type: 'xl' });
      const value = await store.put('device', 'd', device);
      await store.touchDevice('d', AT);
      const mine = { revisions: [revisionOf('device', value)] };
      await store.put('device', 'd', { ...value, rows: 4 }, mine);
      expect(JSON.parse((await harness.raw(DEVICE_KEY)) ?? '')).toMatchObject({
        rows: 4,
        last_seen: AT,
      });
    });

    it('makes no key of what is no name', async () => {
      await expect(store.put('intent', 'a b', anIntent('x'), 'absent')).rejects.toThrow(
        'Not a name',
      );
      expect(await store.remove('intent', 'a b', 'present')).toBe(false);
    });
  });
};
