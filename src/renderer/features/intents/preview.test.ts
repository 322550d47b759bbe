import { expect, test } from 'vitest';
import { z } from 'zod';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ButtonActionSchema } from '#shared/contract/intent.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import {
  commandText,
  cutLong,
  previewAction,
  sessionNamesOf,
  type PreviewedWay,
} from './preview.ts';

const device = DeviceSchema.parse({
  device_id: 'gfx',
  device_type: 'virtual_surface',
  connection_url: 'https://gfx.lan:443',
});
const protocol = ProtocolSchema.parse({
  protocol_name: 'show',
  template: '/layers/{layer}/show',
  headers: { authorization: 'Bearer {secret:gfx_token}' },
  body: { name: '{name}' },
});
const tcp = ProtocolSchema.parse({
  protocol_name: 'line',
  protocol_type: 'tcp',
  template: 'TEXT {name}',
});
const action = (more: object = {}) =>
  ButtonActionSchema.parse({
    action_type: 'custom',
    protocol_name: 'show',
    device_id: 'gfx',
    variables: { layer: 20, name: 'Guest' },
    ...more,
  });
const config = BridgeConfigSchema.parse({});
const other = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'virtual_surface', ...more });
const at = (host: string) => ({ connection_url: `https://${host}:443` });
const devices = Object.fromEntries(
  [
    device,
    other('spare', at('spare.lan')),
    other('either', { group: { mode: 'failover', device_ids: ['gfx', 'spare'] } }),
    other('both', { group: { mode: 'mirror', device_ids: ['gfx', 'spare'] } }),
    other('backed', { ...at('first.lan'), backup_device_id: 'spare' }),
  ].map((each) => [each.device_id, each]),
);
const inSession = ProtocolSchema.parse({
  protocol_name: 'level',
  protocol_type: 'tcp',
  template: 'LEVEL {var:level} {name}',
});
const all = (
  more: object = {},
  of = protocol,
  context = {},
  ill: string[] = [],
  session = {},
) =>
  previewAction({
    action: action({ protocol_name: of.protocol_name, ...more }),
    protocols: Object.fromEntries(
      [protocol, tcp, inSession].map((each) => [each.protocol_name, each]),
    ),
    devices,
    config,
    context,
    session,
    nowMs: 0,
    rank: (id) => (ill.includes(id) ? 2 : 0),
  });
const preview = (...given: Parameters<typeof all>): PreviewedWay['preview'] => {
  const [first, ...more] = all(...given).ways;
  if (!first || more.length > 0) throw new Error('one way was expected');
  return first.preview;
};

const textOf = (shown: PreviewedWay['preview']): string =>
  shown.kind === 'command' ? commandText(shown.view) : shown.message;

const order = (...given: Parameters<typeof all>): string[] =>
  all(...given).ways.map(({ device_id, when }) => `${device_id}: ${when}`);

test('the exact command is shown, its secret masked, the context before the own values', () => {
  const text = textOf(preview({}, protocol, { layer: 21 }));
  expect(text).toContain('POST /layers/21/show HTTP/1.1');
  expect(text).toContain('Bearer ••••••');
  expect(text).toContain('{"name":"Guest"}');
});

test('a line shows its end', () => {
  expect(textOf(preview({}, tcp))).toBe('TEXT Guest␊');
});

test('of a group every member is shown, in the order in which it is asked', () => {
  expect(order({ device_id: 'either' })).toEqual([
    'gfx: first',
    'spare: last, if the one before fails',
  ]);
  expect(order({ device_id: 'either' }, protocol, {}, ['gfx'])).toEqual([
    'spare: first',
    'gfx: last, if the one before fails',
  ]);
  expect(order({ device_id: 'both' })).toEqual(['gfx: at once', 'spare: at once']);
  expect(all({ device_id: 'both' }).together).toBe('both: all 2 at once');
  const [, second] = all({ device_id: 'both' }).ways;
  expect(second?.preview).toMatchObject({
    view: { url: 'https://spare.lan:443/layers/20/show' },
  });
});

test('a backup and the fallbacks come after', () => {
  const fallbacks = [{ protocol_name: 'line', device_id: 'gfx' }];
  expect(order({ device_id: 'backed', fallbacks })).toEqual([
    'backed: first',
    'spare: if the one before fails',
    'gfx: last, fallback, if none before served',
  ]);
});

test('why nothing would leave', () => {
  expect(textOf(preview({ variables: {} }))).toBe('Missing variables: layer, name');
  expect(textOf(preview({ variables: { name: 'GUEST\nREADY' } }, tcp))).toContain('line break');
  expect(textOf(preview({ disabled: true }))).toContain('disabled');
});

test('a brace in a value is a brace, and a megabyte is cut for the screen', () => {
  expect(textOf(preview({ variables: { name: '{layer' } }, tcp))).toBe('TEXT {layer␊');
  const cut = cutLong('x'.repeat(1_000_000));
  expect(cut).toHaveLength(4000 + '… 996,000 characters more'.length);
});

test('a variable of the session has the value that stands there, and nobody stands in for it', () => {
  const protocols = { level: inSession, show: protocol };
  const fallbacks = [{ protocol_name: 'level' }];
  expect(sessionNamesOf([action({ fallbacks })], protocols)).toEqual(['level']);
  const variables = { name: 'x', 'var:level': 'mine' };
  expect(preview({ variables }, inSession, { 'var:level': 'theirs' })).toMatchObject({
    kind: 'nothing',
    message: 'The session has no variables: level',
  });
  expect(preview({ variables }, inSession, {}, [], { 'var:level': 0.5 })).toMatchObject({
    view: { payload: 'LEVEL 0.5 x\n' },
  });
});

const camera = (variables: object, protocol_name = 'start_recording') => ({
  action_type: 'camera',
  protocol_name,
  device_id: 'cam_a',
  variables,
});

test('what the control room does itself is shown as it would be done', () => {
  const recording = camera({ session_prefix: '{show}_{page}', trial_number: '{trial}' });
  expect(
    preview(recording, protocol, { show: 'late', page: 2, trial: 7, other: 1 }),
  ).toMatchObject({ view: { payload: { session_prefix: 'late_2', trial_number: 7 } } });
  const { view } = z
    .object({ view: z.object({ payload: z.record(z.string(), z.unknown()) }) })
    .parse(preview(recording, protocol, { show: 'late', page: 2, trial: 7, other: 1 }));
  expect(Object.keys(view.payload)).toEqual(['session_prefix', 'trial_number']);
  expect(textOf(preview(recording))).toBe('Missing variables: show');
  const message = {
    action_type: 'hardware',
    protocol_name: 'toggle',
    device_id: 'buzzers',
    variables: { to: '{agent_id} {var:level}', deep: { list: ['{timestamp}'] }, on: true },
  };
  expect(sessionNamesOf([action(message)], {})).toEqual(['level']);
  expect(textOf(preview(message))).toBe('The session has no variables: level');
  expect(
    preview(message, protocol, { on: false, other: 1 }, [], { 'var:level': 3 }),
  ).toMatchObject({
    view: { fields: { to: 'operator 3', deep: { list: [0] }, on: false } },
  });
  expect(textOf(preview({ ...message, variables: { key: '{secret:x}' } }))).toContain(
    "can't hold a secret",
  );
});
