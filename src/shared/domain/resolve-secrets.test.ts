import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import { ProtocolSchema } from '../contract/protocol.ts';
import { viewCommand } from './command-view.ts';
import { resolveCommand } from './resolve-command.ts';
import { MASK } from './template.ts';

const config = BridgeConfigSchema.parse({});
const device = DeviceSchema.parse({ device_id: 'd', device_type: 'streamdeck_xl' });
const VALUE = 'p/a"s s\\wörd';

const resolve = (
  protocol: object,
  secrets?: Record<string, string>,
  variables: Record<string, unknown> = {},
) =>
  resolveCommand({
    protocol: ProtocolSchema.parse({ protocol_name: 'p', ...protocol }),
    device,
    config,
    variables,
    simulated: null,
    secrets,
  });

const resolved = (protocol: object, secrets: Record<string, string>) => {
  const result = resolve(protocol, secrets);
  if (!result.ok) throw new Error(result.fault.message);
  return result;
};

const fault = (...args: Parameters<typeof resolve>) => {
  const result = resolve(...args);
  if (result.ok) throw new Error('it resolved');
  return result.fault;
};

test('http: sent with the value, encoded for its place; shown with the mask alone', () => {
  const { command, shown } = resolved(
    {
      template: '/v/{secret:s}/x',
      query: { key: '{secret:s}' },
      headers: { Authorization: 'Bearer {secret:s}' },
      body: { token: '{secret:s}', text: 'a {secret:s} b' },
    },
    { s: VALUE },
  );
  const encoded = encodeURIComponent(VALUE);
  expect(command).toMatchObject({
    path: `/v/${encoded}/x?key=${encoded}`,
    headers: { authorization: `Bearer ${VALUE}` },
    body: JSON.stringify({ token: VALUE, text: `a ${VALUE} b` }),
  });
  expect(viewCommand(shown)).toEqual({
    transport: 'http',
    method: 'POST',
    url: `http://127.0.0.1:8000/v/${MASK}/x?key=${MASK}`,
    headers: { authorization: `Bearer ${MASK}`, 'content-type': 'application/json' },
    body: JSON.stringify({ token: MASK, text: `a ${MASK} b` }),
  });
});

test('osc: a number is sent as a number, and shown masked all the same', () => {
  const { command, shown } = resolved(
    {
      protocol_type: 'osc',
      template: '/login/{secret:s}',
      osc_args: [
        { type: 'i', value: '{secret:s}' },
        { type: 's', value: 'pin {secret:s}' },
        { type: 'i', value: 7 },
      ],
    },
    { s: '4711' },
  );
  expect(command).toMatchObject({
    address: '/login/4711',
    args: [
      { type: 'i', value: 4711 },
      { type: 's', value: 'pin 4711' },
      { type: 'i', value: 7 },
    ],
  });
  expect(shown).toMatchObject({
    address: `/login/${MASK}`,
    args: [
      { type: 'i', value: MASK },
      { type: 's', value: `pin ${MASK}` },
      { type: 'i', value: 7 },
    ],
  });
});

test.each(['tcp', 'udp'])('%s: a payload', (protocol_type) => {
  const { command, shown } = resolved(
    { protocol_type, template: 'LOGIN {secret:s}\n' },
    { s: VALUE },
  );
  expect(command).toMatchObject({ payload: `LOGIN ${VALUE}\n` });
  expect(shown).toMatchObject({ payload: `LOGIN ${MASK}\n` });
});

test('without a secret, what is shown is the command itself', () => {
  const { command, shown } = resolved({ template: '/v' }, { s: VALUE });
  expect(shown).toBe(command);
});

test('every missing secret is named; no variable of the caller takes its place', () => {
  const protocol = { template: '/{secret:a}/{secret:b}/{secret:toString}' };
  expect(fault(protocol, { b: VALUE }, { 'secret:a': 'mine' })).toMatchObject({
    error_type: 'validation_error',
    message: 'Secrets that are not here: a, toString',
    details: { missing_secrets: ['a', 'toString'], hint: expect.stringContaining('Secrets') },
  });
  expect(fault(protocol)).toMatchObject({
    details: { missing_secrets: ['a', 'b', 'toString'] },
  });
});

test('a variable of the same spelling does not replace a secret', () => {
  const result = resolve({ template: '/{secret:a}' }, { a: 'right' }, { 'secret:a': 'wrong' });
  expect(result).toMatchObject({ ok: true, command: { path: '/right' } });
});

test.each([
  [{ template: '/x', headers: { k: '{secret:s}' } }, 'qwfp\nzxcv'],
  [{ template: '/x', headers: { k: '{secret:s}' } }, 'qwfp☃zxcv'],
  [{ protocol_type: 'tcp', template: '{secret:s}' }, 'qwfp\rzxcv'],
  [{ protocol_type: 'osc', template: '/{secret:s}' }, 'qwfp*zxcv'],
])('an unfit value is refused without a word of it: %j', (protocol, value) => {
  const refused = fault(protocol, { s: value });
  expect(refused).toMatchObject({ error_type: 'validation_error', details: { secret: 's' } });
  const told = JSON.stringify(refused);
  expect(told).not.toMatch(/qwfp|zxcv|☃|\*|\\n|\\r/);
});
