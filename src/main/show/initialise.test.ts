import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { systemClock } from '../clock.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { initialise, prepareShow, writeDemo } from './initialise.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

const openStore = (): Store => {
  const store = createMemoryStore({ clock: systemClock });
  onTestFinished(() => store.close());
  return store;
};

const value = async (store: Store, kind: 'config' | 'device' | 'protocol', name: string) => {
  const found = await store.read(kind, name);
  return found.found === 'present' ? found.value : found.found;
};

test('an empty store gets config, protocols and the example device', async () => {
  const store = openStore();
  const { written, kept } = await initialise(store, resources);
  expect(kept).toEqual([]);
  expect(written).toEqual(
    expect.arrayContaining([
      'config bridge',
      'protocol press',
      'protocol set_text',
      'protocol osc_trigger',
      'protocol tcp_raw',
      'protocol companion_http_press',
      'device studio_main',
    ]),
  );
  expect(await value(store, 'config', 'bridge')).toMatchObject({ port: 8000, osc_port: 12321 });
  expect(await value(store, 'device', 'studio_main')).toMatchObject({
    device_type: 'streamdeck_xl',
    rows: 4,
    cols: 8,
  });
});

test('a second time it writes nothing and keeps everything', async () => {
  const store = openStore();
  const first = await prepareShow(store, resources, { demo: true });
  const second = await prepareShow(store, resources, { demo: true });
  expect(second.written).toEqual([]);
  expect(second.kept.toSorted()).toEqual(first.written.toSorted());
});

test('what somebody has changed stays as it is', async () => {
  const store = openStore();
  await store.put('protocol', 'press', {
    protocol_name: 'press',
    protocol_type: 'tcp',
    template: 'MINE',
    variables: [],
    description: 'mine',
  });
  const { written, kept } = await initialise(store, resources);
  expect(kept).toEqual(['protocol press']);
  expect(written).not.toContain('protocol press');
  expect(await value(store, 'protocol', 'press')).toMatchObject({ template: 'MINE' });
});

test("with the demo, the demo's device, show name and layout stand", async () => {
  const store = openStore();
  const { written, kept } = await prepareShow(store, resources, { demo: true });
  expect(kept).toEqual([]);
  expect(new Set(written).size).toBe(written.length);
  expect(written).toEqual(
    expect.arrayContaining(['intent cut', 'layout studio_main', 'protocol press']),
  );
  expect(await value(store, 'device', 'studio_main')).toMatchObject({
    metadata: { simulated: true },
  });
  expect(await value(store, 'config', 'bridge')).toMatchObject({ show_name: 'Late Edition' });
  expect((await store.list('intent')).length).toBeGreaterThanOrEqual(14);
});

test('the demo can come later and takes the place of an example that nobody has touched', async () => {
  const store = openStore();
  await prepareShow(store, resources, { demo: false });
  expect(await store.list('intent')).toEqual([]);
  const later = await writeDemo(store, resources);
  expect(later.kept).toEqual(['config bridge']);
  expect(later.written).toEqual(
    expect.arrayContaining(['device studio_main', 'layout studio_main']),
  );
  expect(await value(store, 'device', 'studio_main')).toMatchObject({
    metadata: { simulated: true },
  });
});

test('a device that somebody has made theirs is kept', async () => {
  const store = openStore();
  await initialise(store, resources);
  const mine = DeviceSchema.parse({
    device_id: 'studio_main',
    device_type: 'streamdeck_xl',
    rows: 4,
    cols: 8,
    connection_url: 'http://192.0.2.1:8000',
  });
  await store.put('device', 'studio_main', mine);
  expect((await writeDemo(store, resources)).kept).toContain('device studio_main');
  expect(await value(store, 'device', 'studio_main')).toMatchObject({
    connection_url: 'http://192.0.2.1:8000',
    metadata: {},
  });
});
