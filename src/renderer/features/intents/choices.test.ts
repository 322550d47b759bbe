import { expect, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { deviceChoices, protocolChoices, speaks } from './choices.ts';

const protocol = (protocol_name: string, protocol_type: string) =>
  ProtocolSchema.parse({ protocol_name, protocol_type, template: '/x', description: 'X' });
const protocols = {
  cut: protocol('cut', 'http'),
  cue: protocol('cue', 'osc'),
  own: protocol('own', 'osc'),
};
const packs = new Map([
  ['cut', 'vMix'],
  ['cue', 'QLab'],
]);
const device = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'virtual_surface', ...more });
const devices = {
  web: device('web', { connection_url: 'https://h:443' }),
  any: device('any'),
  sim: device('sim', { connection_url: 'osc://h:1', metadata: { simulated: true } }),
  pair: device('pair', { group: { mode: 'mirror', device_ids: ['web', 'any'] } }),
};

test('protocols stand with their pack, those of the show first', () => {
  const all = protocolChoices(protocols, packs, { transport: 'all', fits: null });
  expect(all.map(({ label, items }) => [label, items.map(({ id }) => id)])).toEqual([
    ['Of this show', ['own']],
    ['QLab', ['cue']],
    ['vMix', ['cut']],
  ]);
  expect(all[1]?.items[0]).toEqual({ id: 'cue', chip: 'OSC', detail: 'X' });
  expect(protocolChoices(protocols, packs, { transport: 'http', fits: null })).toHaveLength(1);
});

test('a device speaks what its address says, a group what all its members do', () => {
  expect(speaks(devices.web, 'osc', devices)).toBe(false);
  expect(speaks(devices.web, 'http', devices)).toBe(true);
  expect(speaks(devices.any, 'osc', devices)).toBe(true);
  expect(speaks(devices.sim, 'tcp', devices)).toBe(true);
  expect(speaks(devices.pair, 'osc', devices)).toBe(false);
  expect(speaks(undefined, 'osc', devices)).toBe(true);
});

test('groups show their members', () => {
  expect(deviceChoices(devices).at(-1)).toEqual({
    label: 'Groups',
    items: [{ id: 'pair', detail: 'all of web, any' }],
  });
});
