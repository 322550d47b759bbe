import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestHost } from './web-host-fixture.ts';

const VALUE = 'tally-ho-42';

let host: Awaited<ReturnType<typeof startTestHost>>;
/** All that was answered since the host began. */
let told = '';
beforeEach(async () => {
  host = await startTestHost();
  told = '';
});
afterEach(() => host[Symbol.asyncDispose]());

const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const answer = await host.api(`/api${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  told += answer.text + JSON.stringify(answer.headers);
  return { status: answer.status, body: answer.json() };
};

const put = (name: string, value: unknown = VALUE) =>
  call('PUT', `/secrets/${name}`, { value });

test('a secret goes in and its value never comes out', async () => {
  expect(await put('atem')).toEqual({ status: 200, body: { name: 'atem' } });
  expect(await call('GET', '/secrets')).toEqual({
    status: 200,
    body: [{ name: 'atem', updated_at: expect.stringMatching(/^2.*Z$/), used_by: [] }],
  });
  expect(await put('atem', `${VALUE}-new`)).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/secrets/atem')).toEqual({
    status: 200,
    body: { deleted: true },
  });
  expect(await call('GET', '/secrets')).toEqual({ status: 200, body: [] });
  expect(await call('DELETE', '/secrets/atem')).toMatchObject({
    status: 404,
    body: { error: { error_type: 'not_found', details: { hint: expect.any(String) } } },
  });
  expect(told).not.toContain(VALUE);
});

test('the list says which protocols use each, and which are missing', async () => {
  await put('here');
  await put('unused');
  for (const [protocol_name, text] of [
    ['b', '{secret:here} {secret:gone}'],
    ['a', '{secret:here}'],
  ])
    await call('PUT', `/protocols/${protocol_name}`, {
      protocol_name,
      template: '/x',
      headers: { h: text },
    });
  const updated_at = expect.any(String);
  expect((await call('GET', '/secrets')).body).toEqual([
    { name: 'here', updated_at, used_by: ['a', 'b'] },
    { name: 'unused', updated_at, used_by: [] },
    { name: 'gone', updated_at: null, used_by: ['b'] },
  ]);
});

describe('what is no secret is refused, and not repeated', () => {
  test.each([
    ['too short', 'abc', /at least 4 characters/],
    ['only spaces', '     ', /more than spaces/],
    ['half of a character', `${VALUE}\uD800`, /half of a character/],
    ['too long', 'x'.repeat(8193), /at most 8192/],
    ['an object', { deep: VALUE }, /Give text/],
    ['nothing', null, /Give text/],
  ])('%s', async (_, value, message) => {
    const { status, body } = await put('a', value);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'validation_error',
      message: expect.stringMatching(message),
      error: { details: { fields: [{ field: 'value' }] } },
    });
    expect(told).not.toMatch(/tally|abc|xxxx/);
  });

  test('a name that is none', async () => {
    expect((await put('two%20words')).status).toBe(400);
  });
});

test('an agent sees and changes none', async () => {
  const agent = { 'x-agent-id': 'cam' };
  for (const [method, path, body] of [
    ['GET', '/secrets', undefined],
    ['PUT', '/secrets/a', { value: VALUE }],
    ['DELETE', '/secrets/a', undefined],
  ] as const)
    expect(await call(method, path, body, agent)).toMatchObject({
      status: 403,
      body: {
        code: 'refused',
        error: { error_type: 'refused', details: { hint: expect.any(String) } },
      },
    });
  expect((await call('GET', '/secrets')).body).toEqual([]);
});

test('a vault that can not be read says so, and is not written to', async () => {
  await put('a');
  const key = join(host.dataDir, 'secrets.key');
  const file = join(host.dataDir, 'secrets.json');
  await chmod(key, 0o644);
  const before = await readFile(file, 'utf8');
  expect(await put('b')).toMatchObject({
    status: 409,
    body: {
      code: 'state_corruption',
      message: expect.stringContaining('read by others'),
      error: { details: { hint: expect.stringContaining('chmod 600') } },
    },
  });
  expect((await call('GET', '/secrets')).status).toBe(409);
  expect(await readFile(file, 'utf8')).toBe(before);
  await chmod(key, 0o600);
  expect((await put('b')).status).toBe(200);
});

test('no secret is in the store', async () => {
  await put('atem');
  expect([...host.texts.values()].join('\n')).not.toContain(VALUE);
  expect([...host.texts.keys()].join('\n')).not.toContain('atem');
});
