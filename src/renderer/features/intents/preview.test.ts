import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ButtonActionSchema } from '#shared/contract/intent.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { commandHex, commandText, cutLong, previewAction } from './preview.ts';

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
const preview = (more: object = {}, of = protocol, context = {}) =>
  previewAction({ action: action(more), protocol: of, device, config, context, nowMs: 0 });

const textOf = (shown: ReturnType<typeof preview>): string =>
  shown.kind === 'command' ? commandText(shown.view) : shown.message;

test('the exact command is shown, its secret masked, the context before the own values', () => {
  const text = textOf(preview({}, protocol, { layer: 21 }));
  expect(text).toContain('POST /layers/21/show HTTP/1.1');
  expect(text).toContain('Bearer ••••••');
  expect(text).toContain('{"name":"Guest"}');
});

test('bytes in hex', () => {
  const shown = preview({}, tcp);
  expect(shown.kind === 'command' && commandHex(shown.view)).toContain(
    '000  54 45 58 54 20 47 75 65  TEXT Gue',
  );
  expect(textOf(shown)).toBe('TEXT Guest␊');
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
