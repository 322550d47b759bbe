import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { revisionKey, type MirrorEvent } from '#shared/contract/mirror.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { revisionOf } from '../store/revision.ts';
import { anIntent } from '../store/store-samples.ts';
import { feedCatalogue } from './catalogue-feed.ts';
import { ExecutionHistory } from './execution-history.ts';
import { Mirror } from './mirror.ts';

const feeding = () => {
  const store = createMemoryStore({ clock: systemClock });
  const mirror = new Mirror(systemClock);
  const history = new ExecutionHistory(store, mirror, systemClock);
  const stop = feedCatalogue(store, mirror, history, createLog('silent'));
  const end = new AbortController();
  const events = mirror.events(end.signal);
  return {
    store,
    mirror,
    next: async (): Promise<MirrorEvent> => {
      const { value } = await events.next();
      if (!value) throw new Error('the stream ended');
      return value;
    },
    [Symbol.dispose]: () => {
      end.abort();
      stop();
    },
  };
};

test('every kind that can be edited is shown with its revision', async () => {
  using feed = feeding();
  const { store, mirror } = feed;
  const config = await store.put('config', 'bridge', BridgeConfigSchema.parse({}));
  const device = await store.put(
    'device',
    'd',
    DeviceSchema.parse({ device_id: 'd', device_type: 'xl' }),
  );
  const layout = await store.put('layout', 'd', LayoutSchema.parse({ device_id: 'd' }));
  const intent = await store.put('intent', 'i', anIntent('i'));
  const macro = await store.put(
    'macro',
    'm',
    MacroSchema.parse({ macro_id: 'm', macro_name: 'M', steps: [] }),
  );
  const protocol = await store.put(
    'protocol',
    'p',
    ProtocolSchema.parse({ protocol_name: 'p', template: '/x' }),
  );
  const snapshot = await feed.next();
  if (snapshot.type !== 'snapshot') throw new Error('no snapshot');
  expect(snapshot.state.protocols).toEqual({ p: protocol });
  expect(snapshot.state.revisions).toEqual({
    [revisionKey('config', 'bridge')]: revisionOf('config', config),
    'device:d': revisionOf('device', device),
    'layout:d': revisionOf('layout', layout),
    'intent:i': revisionOf('intent', intent),
    'macro:m': revisionOf('macro', macro),
    'protocol:p': revisionOf('protocol', protocol),
  });
  await store.remove('protocol', 'p');
  expect(mirror.get('protocols', 'p')).toBeUndefined();
  expect(mirror.get('revisions', 'protocol:p')).toBeUndefined();
});

test('a value and its revision come in one patch, whatever happens between', async () => {
  using feed = feeding();
  const { store } = feed;
  await store.put('intent', 'i', anIntent('i'));
  await feed.next();
  for (let priority = 1; priority <= 20; priority += 1) {
    const value = await store.put('intent', 'i', anIntent('i', { priority }));
    const patch = await feed.next();
    if (patch.type !== 'patch') throw new Error('no patch');
    expect(patch.changes.intents).toEqual({ i: value });
    expect(patch.changes.revisions).toEqual({ 'intent:i': revisionOf('intent', value) });
  }
  await store.remove('intent', 'i');
  expect(await feed.next()).toMatchObject({
    changes: { intents: { i: null }, revisions: { 'intent:i': null } },
  });
});

test('a device that answers is shown as seen, and has the revision it had', async () => {
  using feed = feeding();
  const { store } = feed;
  await store.put('device', 'd', DeviceSchema.parse({ device_id: 'd', device_type: 'xl' }));
  await feed.next();
  await store.touchDevice('d', '2026-11-21T10:00:00.000Z');
  const patch = await feed.next();
  if (patch.type !== 'patch') throw new Error('no patch');
  expect(patch.changes.devices).toMatchObject({ d: { last_seen: '2026-11-21T10:00:00.000Z' } });
  expect(patch.changes.revisions).toBeUndefined();
});
