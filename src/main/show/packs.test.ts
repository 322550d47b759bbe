import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import { resolveCommand } from '#shared/domain/resolve-command.ts';
import { loadPacks } from './packs.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));

const folderWith = async (name: string, content: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'mcr-packs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'packs'));
  await writeFile(join(folder, 'packs', name), content);
  return folder;
};

const protocols = async () => (await loadPacks(resources)).flatMap((pack) => pack.protocols);
const named = async (name: string) => {
  const found = (await protocols()).find(({ protocol_name }) => protocol_name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

const resolve = async (name: string, variables: Record<string, unknown>) => {
  const resolved = resolveCommand({
    protocol: await named(name),
    device: DeviceSchema.parse({ device_id: 'd', device_type: 'streamdeck_xl' }),
    config: BridgeConfigSchema.parse({}),
    variables,
    simulated: null,
  });
  if (!resolved.ok) throw new Error(resolved.fault.message);
  return resolved.command;
};

test('the packs hold every form that Companion has, each name once', async () => {
  const names = (await protocols()).map(({ protocol_name }) => protocol_name);
  expect(new Set(names).size).toBe(names.length);
  const forms = ['press', 'down', 'up', 'rotate_left', 'rotate_right', 'step', 'text', 'color'];
  for (const transport of ['http', 'osc', 'tcp', 'udp'])
    for (const form of [...forms, 'bgcolor', 'variable'])
      expect(names).toContain(`companion_${transport}_${form}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'companion_tcp_page',
      'companion_udp_page',
      'press',
      'set_text',
      'osc_trigger',
      'tcp_raw',
    ]),
  );
});

test('each lists exactly the variables that it uses', async () => {
  for (const protocol of await protocols())
    expect([protocol.protocol_name, protocol.variables.toSorted()]).toEqual([
      protocol.protocol_name,
      compileProtocol(protocol).variables.toSorted(),
    ]);
});

test('what a second send would change is not called idempotent', async () => {
  const idempotent = (await protocols())
    .filter((protocol) => protocol.idempotent)
    .map(({ protocol_name }) => protocol_name);
  // A DOWN repeated after its UP would hold for ever; an UP may always be repeated.
  const buttons = idempotent.filter((name) => !/^(obs|switcher)_/.test(name));
  for (const name of buttons)
    expect(name).toMatch(/_(up|step|text|color|bgcolor|variable|page|preview|program)$/);
  expect(idempotent.filter((name) => name.endsWith('page_up'))).toEqual([]);
  expect(idempotent).toContain('companion_http_up');
  const turning = /toggle|_cut$|_auto$|fade_to_black|_transition$|_run$|_save$|hotkey/;
  expect(
    idempotent.filter((name) => turning.test(name) && name !== 'obs_set_transition'),
  ).toEqual([]);
});

test('http counts 200 alone, tcp awaits +OK and knows the failure that begins with it', async () => {
  for (const { protocol_name, protocol_type, success } of await protocols()) {
    if (protocol_type === 'http' && !protocol_name.startsWith('generic_'))
      expect(success).toEqual({ status: [200] });
    if (protocol_name.startsWith('companion_tcp'))
      expect(success).toEqual({
        reply_prefix: '+OK',
        reply_reject: ['+OK Page not found'],
      });
  }
});

test('values land where they belong', async () => {
  const at = { page: 1, row: 0, col: 2 };
  expect(await resolve('set_text', { ...at, text: 'ON AIR & on' })).toMatchObject({
    method: 'POST',
    path: '/api/location/1/0/2/style?text=ON%20AIR%20%26%20on',
  });
  expect(await resolve('companion_http_bgcolor', { ...at, color: '#f00' })).toMatchObject({
    path: '/api/location/1/0/2/style?bgcolor=%23f00',
  });
  expect(await resolve('companion_tcp_press', at)).toMatchObject({
    payload: 'LOCATION 1/0/2 PRESS\n',
  });
  expect(
    await resolve('companion_udp_page', { surface_id: 'emulator', page: 3 }),
  ).toMatchObject({ payload: 'SURFACE emulator PAGE-SET 3' });
  expect(await resolve('companion_osc_step', { ...at, step: '2' })).toMatchObject({
    address: '/location/1/0/2/step',
    args: [{ type: 'i', value: 2 }],
  });
  expect(await resolve('companion_osc_press', at)).toMatchObject({ args: [] });
});

test('vMix and QLab are addressed as their manuals say', async () => {
  expect(
    await resolve('vmix_http_text', { input: 2, field: 'Headline.Text', text: 'a & b' }),
  ).toMatchObject({
    port: 8088,
    path: '/api/?Function=SetText&Input=2&SelectedName=Headline.Text&Value=a%20%26%20b',
  });
  expect(await resolve('vmix_tcp_preview', { input: 5 })).toMatchObject({
    port: 8099,
    payload: 'FUNCTION PreviewInput Input=5\r\n',
    success: { reply_prefix: 'FUNCTION OK', reply_ignore: ['VERSION', 'TALLY', 'ACTS'] },
  });
  expect(await resolve('qlab_cue_start', { cue: '12.5' })).toMatchObject({
    port: 53000,
    address: '/cue/12.5/start',
    args: [],
  });
});

test('a switcher and OBS are addressed as their manuals say', async () => {
  expect(await resolve('switcher_program', { source: 3 })).toMatchObject({
    port: 3333,
    address: '/atem/program/3',
    args: [{ type: 'i', value: 1 }],
  });
  expect(await resolve('switcher_aux', { aux: 2, source: 1 })).toMatchObject({
    address: '/atem/aux/2',
    args: [{ type: 'i', value: 1 }],
  });
  expect(await resolve('qlab_panic', {})).toMatchObject({ address: '/panic', args: [] });
  expect(await resolve('obs_item', { scene: 'A "b"', item_id: 4, on: false })).toMatchObject({
    transport: 'obs',
    port: 4455,
    password: null,
    requestType: 'SetSceneItemEnabled',
    requestData: { sceneName: 'A "b"', sceneItemId: 4, sceneItemEnabled: false },
  });
});

test('every protocol has a sample for each of its variables, and makes a command of them', async () => {
  for (const { protocol_name, samples, variables } of await protocols()) {
    expect([protocol_name, Object.keys(samples ?? {}).toSorted()]).toEqual([
      protocol_name,
      variables.toSorted(),
    ]);
    await resolve(protocol_name, samples ?? {});
  }
});

test.each([
  ['{', /packs\/bad\.json can't be read: .*JSON/],
  ['{"pack":"x","title":"X","protocols":[]}', /packs\/bad\.json: version: /],
  [
    '{"pack":"x","title":"X","version":1,"protocols":[{"protocol_name":"p","template":"/a","variables":["b"]}]}',
    /packs\/bad\.json: protocols\[0\]\.variables\[0\]: b is listed but stands nowhere/,
  ],
  [
    '{"pack":"x","title":"X","version":1,"protocols":[{"protocol_name":"p","template":"/a","port":0}]}',
    /protocols\[0\]\.port: A port is a number from 1 to 65535/,
  ],
])('a pack that is wrong is refused by file and field: %s', async (content, message) => {
  await expect(loadPacks(await folderWith('bad.json', content))).rejects.toThrow(message);
});
