import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { PackInstallBody } from '#shared/contract/packs.ts';
import { ProtocolSchema, type Protocol } from '#shared/contract/protocol.ts';
import { systemClock } from '../clock.ts';
import type { Pack } from '../show/packs.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { packsOf } from './packs.ts';

const protocol = (protocol_name: string, more: object = {}): Protocol =>
  ProtocolSchema.parse({ protocol_name, template: `/${protocol_name}`, ...more });

const FIRST: Pack = {
  pack: 'demo',
  title: 'Demo',
  version: 1,
  protocols: [protocol('cut'), protocol('fade'), protocol('wipe')],
};
/** `cut` gains a port, `fade` another path, and `dip` is new. */
const SECOND: Pack = {
  ...FIRST,
  version: 2,
  protocols: [
    protocol('cut', { port: 9000 }),
    protocol('fade', { template: '/fade2' }),
    protocol('wipe'),
    protocol('dip'),
  ],
};

let store: Store;
let offered: Pack;
const packs = () =>
  packsOf({ load: () => Promise.resolve([offered]), store, clock: systemClock });
const install = (body: Partial<PackInstallBody> = {}) =>
  packs().install('demo', { replace: [], leave: [], revisions: {}, ...body });
const states = async () => {
  const [listing] = await packs().list();
  return Object.fromEntries(
    (listing?.protocols ?? []).map((each) => [each.offered.protocol_name, each.state]),
  );
};
const stored = async (name: string) => {
  const found = await store.read('protocol', name);
  return found.found === 'present' ? found.value : null;
};

beforeEach(() => {
  store = createMemoryStore({ clock: systemClock });
  offered = FIRST;
  onTestFinished(() => store.close());
});

test('a newer pack: what nobody touched is brought up to date, edits stay in their fields', async () => {
  expect(await install()).toEqual({ written: ['cut', 'fade', 'wipe'], kept: [], stale: [] });
  await store.put('protocol', 'cut', protocol('cut', { description: 'mine' }));
  await store.put('protocol', 'wipe', protocol('wipe', { description: 'mine too' }));
  expect(await states()).toEqual({ cut: 'edited', fade: 'same', wipe: 'edited' });

  offered = SECOND;
  expect(await states()).toEqual({
    cut: 'both',
    fade: 'newer',
    wipe: 'edited',
    dip: 'missing',
  });
  expect((await packs().list())[0]).toMatchObject({ version: 2, installed_version: 1 });
  expect(await install()).toEqual({
    written: ['cut', 'fade', 'dip'],
    kept: ['wipe'],
    stale: [],
  });
  expect(await stored('cut')).toMatchObject({ port: 9000, description: 'mine' });
  expect(await stored('fade')).toMatchObject({ template: '/fade2' });
  expect(await stored('wipe')).toMatchObject({ description: 'mine too' });
  expect(await states()).toEqual({ cut: 'edited', fade: 'same', wipe: 'edited', dip: 'same' });
  expect((await packs().list())[0]).toMatchObject({ installed_version: 2 });
});

test('where both changed one field, the edit stays; what is to be left stays whole', async () => {
  await install();
  await store.put('protocol', 'fade', protocol('fade', { template: '/mine' }));
  offered = SECOND;
  await install({ leave: ['cut'] });
  expect(await stored('fade')).toMatchObject({ template: '/mine' });
  expect(await stored('cut')).not.toHaveProperty('port');
  expect(await states()).toMatchObject({ cut: 'newer', fade: 'edited' });
});

test('a pack that nobody noted down is compared as before: edits are kept until they are named', async () => {
  await store.put('protocol', 'cut', protocol('cut', { description: 'mine' }));
  offered = SECOND;
  expect(await states()).toMatchObject({ cut: 'edited' });
  expect(await install()).toMatchObject({ kept: ['cut'] });
  expect(await install({ replace: ['cut'] })).toMatchObject({ written: ['cut'] });
  expect(await stored('cut')).toMatchObject({ port: 9000, description: '' });
});

test('what somebody changed since it was looked at is left alone, and said', async () => {
  await install();
  await store.put('protocol', 'cut', protocol('cut', { description: 'mine' }));
  const [seen] = await packs().list();
  const revisions = Object.fromEntries(
    (seen?.protocols ?? []).map((each) => [each.offered.protocol_name, each.revision ?? '']),
  );
  await store.put('protocol', 'cut', protocol('cut', { description: 'theirs' }));
  expect(await install({ replace: ['cut'], revisions })).toMatchObject({ stale: ['cut'] });
  expect(await stored('cut')).toMatchObject({ description: 'theirs' });
  await store.remove('protocol', 'cut');
  expect(await install({ revisions })).toMatchObject({ written: [], stale: ['cut'] });
});

test('an install is taken back, save where somebody has edited since', async () => {
  await install();
  await store.put('protocol', 'cut', protocol('cut', { description: 'mine' }));
  offered = SECOND;
  await install({ replace: ['cut'] });
  await store.put('protocol', 'fade', protocol('fade', { template: '/later' }));
  const undone = await packs().undo('demo');
  expect(undone.restored.toSorted()).toEqual(['cut', 'dip']);
  expect(undone.kept).toEqual(['fade']);
  expect(await stored('cut')).toMatchObject({ description: 'mine' });
  expect(await stored('dip')).toBeNull();
  expect(await stored('fade')).toMatchObject({ template: '/later' });
  expect((await packs().list())[0]).toMatchObject({ installed_version: 1 });
  expect(await states()).toMatchObject({ cut: 'both', fade: 'both', dip: 'missing' });
  await expect(packs().undo('demo')).rejects.toThrow('no install of demo');
});

test('the first install taken back leaves nothing behind', async () => {
  await install();
  await packs().undo('demo');
  expect(await store.list('protocol')).toEqual([]);
  expect(await store.list('pack')).toEqual([]);
});
