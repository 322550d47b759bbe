import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { given } from '../../state/variables/state-provider-conformance.ts';
import { startTestHost } from './web-host-fixture.ts';

const ErrorSchema = z.object({ error: z.unknown() });

const begin = async () => {
  const host = await startTestHost();
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await host.api(`/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = answer;
    const json = answer.json();
    return { status, json: status < 400 ? json : ErrorSchema.parse(json).error };
  };
  return { host, send };
};

const adding = (value: string) => ({
  version: 0,
  patch: [{ op: 'add', path: '/a', value }],
});

const json = (text: string): unknown => JSON.parse(text);

describe('master states over REST', () => {
  it('begin, are committed to, and show both sides of a conflict', async () => {
    const { host, send } = await begin();
    await using _ = host;
    expect(await send('GET', '/master/s')).toEqual({
      status: 200,
      json: { version: 0, data: {} },
    });
    expect(await send('POST', '/master/s/init', { data: { a: 1 } })).toEqual({
      status: 200,
      json: { success: true, new_version: 1, conflict: false },
    });
    expect(await send('POST', '/master/s/init', { data: {} })).toMatchObject({
      status: 409,
      json: { error_type: 'conflict', details: { current: { version: 1, data: { a: 1 } } } },
    });
    const patch = [{ op: 'replace', path: '/a', value: 2 }];
    expect(await send('POST', '/master/s/commit', { version: 1, patch })).toMatchObject({
      status: 200,
      json: { new_version: 2 },
    });
    const late = await send('POST', '/master/s/commit', { version: 1, patch });
    expect(late).toMatchObject({
      status: 409,
      json: {
        error_type: 'conflict',
        details: {
          yours: { version: 1, patch, mode: 'rfc6902' },
          current: { version: 2, data: { a: 2 } },
        },
      },
    });
    const [lost] = await host.shared.master.lostPatches('s');
    expect(await send('POST', `/master/s/lost/${lost?.lost_id}/rebase`)).toMatchObject({
      json: { new_version: 3 },
    });
    expect(await send('POST', `/master/s/lost/${lost?.lost_id}/rebase`)).toMatchObject({
      status: 404,
    });
    await send('POST', '/master/s/commit', { version: 1, patch });
    const [again] = await host.shared.master.lostPatches('s');
    for (const forgotten of [true, false])
      expect(await send('DELETE', `/master/s/lost/${again?.lost_id}`)).toEqual({
        status: 200,
        json: { forgotten },
      });
    expect(await send('GET', '/master/s/lost')).toEqual({ status: 200, json: [] });
    await send('POST', '/master/another/init', { data: {} });
    await send('GET', '/master/never_written');
    expect(await send('GET', '/master')).toEqual({
      status: 200,
      json: [{ session: 'another' }, { session: 's' }],
    });
  });

  it('name the operation at fault, and take flat patches', async () => {
    const { host, send } = await begin();
    await using _ = host;
    const patch = [{ op: 'remove', path: '/a/b' }];
    expect(await send('POST', '/master/s/commit', { version: 0, patch })).toMatchObject({
      status: 400,
      json: {
        error_type: 'validation_error',
        details: { problem: { index: 0, op: 'remove', path: '/a/b' } },
      },
    });
    const flat = { version: 0, mode: 'flat', patch: [{ op: 'add', path: '/a/b', value: 1 }] };
    expect(await send('POST', '/master/s/commit', flat)).toMatchObject({ status: 200 });
    expect(await send('GET', '/master/s')).toMatchObject({ json: { data: { 'a/b': 1 } } });
    expect((await send('GET', '/master/no%20name')).status).toBe(400);
  });

  it('have a history that can be compared and restored', async () => {
    const { host, send } = await begin();
    await using _ = host;
    await send('POST', '/master/s/init', { data: { a: 1 } });
    for (const version of [1, 2])
      await send('POST', '/master/s/commit', {
        version,
        patch: [{ op: 'add', path: '/b', value: version }],
      });
    expect(await send('GET', '/master/s/history?limit=2')).toMatchObject({
      json: [
        { version: 3, base: 2, kind: 'patch' },
        { version: 2, base: 1 },
      ],
    });
    expect(await send('GET', '/master/s/versions/2')).toMatchObject({
      json: { version: 2, data: { a: 1, b: 1 } },
    });
    expect(await send('GET', '/master/s/versions/1/compare/3')).toMatchObject({
      json: { patch: [{ op: 'add', path: '/b', value: 2 }] },
    });
    expect((await send('GET', '/master/s/versions/9')).status).toBe(404);
    expect((await send('POST', '/master/s/versions/1/restore', { expected: 2 })).status).toBe(
      409,
    );
    expect(await send('POST', '/master/s/versions/1/restore', {})).toMatchObject({
      json: { new_version: 4 },
    });
    expect(await send('GET', '/master/s')).toMatchObject({
      json: { version: 4, data: { a: 1 } },
    });
  });
});

describe('variables over REST', () => {
  it('are registered, set, listed and deleted', async () => {
    const { host, send } = await begin();
    await using _ = host;
    expect(await send('GET', '/variables/s')).toMatchObject({
      status: 404,
      json: { error_type: 'not_found', details: { code: 'session_expired' } },
    });
    const made = await send('POST', '/variables/s', {
      name: 'level',
      type: 'float',
      value: 0.5,
      constraints: { min: 0, max: 1 },
      description: 'of the fader',
    });
    expect(made).toMatchObject({
      status: 200,
      json: {
        name: 'level',
        value: 0.5,
        version: 0,
        metadata: { description: 'of the fader', changed_by: 'api:token' },
      },
    });
    expect(await send('PUT', '/variables/s/level', { value: 0.75 })).toEqual({
      status: 200,
      json: { version: 1 },
    });
    expect(await send('GET', '/variables/s/level')).toMatchObject({ json: { value: 0.75 } });
    expect(await send('PUT', '/variables/s/level', { value: 7 })).toMatchObject({
      status: 400,
      json: {
        error_type: 'validation_error',
        message: expect.stringMatching("level is of type float and can't be 7"),
        details: { code: 'validation_failed', variable: 'level' },
      },
    });
    expect(await send('GET', '/variables/s')).toMatchObject({ json: [{ name: 'level' }] });
    expect(await send('DELETE', '/variables/s/level')).toMatchObject({ status: 200 });
    expect(await send('DELETE', '/variables/s/level')).toMatchObject({
      status: 404,
      json: { details: { code: 'not_found' } },
    });
  });

  it(
    'take five megabytes, and say the size and the most of what is more',
    { timeout: 30_000 },
    async () => {
      const { host, send } = await begin();
      await using _ = host;
      const made = (value: string) =>
        send('POST', '/variables/s', { name: 'a', type: 'string', value });
      expect(await made('x'.repeat(5_000_001))).toMatchObject({
        status: 400,
        json: { message: expect.stringMatching('5000001 bytes; 5000000 is the most') },
      });
      expect(await made('ü'.repeat(2_500_000))).toMatchObject({ status: 200 });
      expect(
        await send('PUT', '/variables/s/a', { value: 'x'.repeat(5_000_000) }),
      ).toMatchObject({
        status: 200,
      });
      expect(await send('GET', '/variables/s/a')).toMatchObject({
        json: { value: expect.stringMatching(/^x{5000000}$/) },
      });
      const body = { value: 'x'.repeat(6_100_000) };
      expect(await send('PUT', '/variables/s/a', body)).toMatchObject({
        status: 413,
        json: {
          message: `body: It has ${JSON.stringify(body).length} bytes; 6048576 is the most.`,
          details: { most_bytes: 6_048_576 },
        },
      });
      expect(
        await send('POST', '/master/s/commit', adding('x'.repeat(4_999_900))),
      ).toMatchObject({
        status: 200,
      });
      expect(
        await send('POST', '/master/t/commit', adding('x'.repeat(5_000_001))),
      ).toMatchObject({
        status: 400,
        json: { message: expect.stringMatching('5000009 bytes; 5000000 is the most') },
      });
      expect(
        (await send('POST', '/master/t/commit', adding('x'.repeat(6_100_000)))).status,
      ).toBe(413);
      expect(await send('GET', '/master/t')).toMatchObject({ json: { version: 0 } });
    },
  );

  it('leave prototypes alone', async () => {
    const { host, send } = await begin();
    await using _ = host;
    await send('POST', '/variables/s', { name: 'a', type: 'json', value: 1 });
    const bodies: [string, string, string][] = [
      ['PUT', '/variables/s/a', '{"value":{"__proto__":{"polluted":1}}}'],
      ['POST', '/variables/s/batch', '{"updates":{"__proto__":1}}'],
      ['POST', '/master/s/init', '{"data":{"\\u005f_proto__":{"polluted":1}}}'],
      ['POST', '/intents/cut/execute', '{"context":{"__proto__":{"polluted":1}}}'],
    ];
    for (const [method, path, text] of bodies)
      expect(await send(method, path, json(text)), text).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('__proto__ is not allowed') },
      });
    for (const path of ['/__proto__/polluted', '/constructor/prototype/polluted'])
      for (const mode of ['rfc6902', 'flat'])
        await send('POST', '/master/s/commit', {
          version: 0,
          mode,
          patch: [{ op: 'add', path, value: 1 }],
        });
    // As a text it means nothing.
    expect(await send('PUT', '/variables/s/a', { value: '__proto__' })).toMatchObject({
      status: 200,
    });
    const context = json('{"constructor":{"polluted":1},"n":1}');
    expect(await send('POST', '/intents/cut/execute', { context })).toMatchObject({
      status: 200,
    });
    expect(host.engine.asked).toMatchObject([{ context: { n: 1 } }]);
    expect({}).not.toHaveProperty('polluted');
    expect(Object).not.toHaveProperty('polluted');
  });

  it('end with their session, and whoever watches is told', async () => {
    const { host, send } = await begin();
    await using _ = host;
    expect(await send('DELETE', '/variables/s')).toMatchObject({
      status: 404,
      json: { details: { code: 'session_expired' } },
    });
    await send('POST', '/variables/s', { name: 'a', type: 'integer', value: 0 });
    const opened = given(await host.shared.variables.open('s'));
    const events = opened.watch(AbortSignal.timeout(5000));
    expect(await events.next()).toMatchObject({ value: { kind: 'snapshot' } });
    const next = events.next();
    expect(await send('DELETE', '/variables/s')).toEqual({
      status: 200,
      json: { ended: true },
    });
    expect(await next).toEqual({ done: false, value: { kind: 'expired' } });
    expect((await send('GET', '/variables/s')).status).toBe(404);
    // Its name is free: nothing of the old one comes back.
    await send('POST', '/variables/s', { name: 'b', type: 'integer', value: 0 });
    expect(await send('GET', '/variables/s')).toMatchObject({ json: [{ name: 'b' }] });
  });

  it('are set many at once, all or those that can be', async () => {
    const { host, send } = await begin();
    await using _ = host;
    for (const name of ['a', 'b'])
      await send('POST', '/variables/s', { name, type: 'integer', value: 0 });
    expect(await send('POST', '/variables/s/batch', { updates: { a: 1, b: 2 } })).toEqual({
      status: 200,
      json: { written: ['a', 'b'] },
    });
    const updates = { a: 'x', b: 3 };
    expect(await send('POST', '/variables/s/batch', { updates, atomic: true })).toMatchObject({
      status: 400,
      json: { details: { code: 'partial_failure', written: [] } },
    });
    expect(await send('POST', '/variables/s/batch', { updates })).toMatchObject({
      status: 400,
      json: { details: { written: ['b'], failures: { a: expect.any(String) } } },
    });
    expect(await send('GET', '/variables/s/b')).toMatchObject({ json: { value: 3 } });
  });

  it('are exported and imported whole, and say who changed them', async () => {
    const { host, send } = await begin();
    await using _ = host;
    expect(await send('GET', '/variables')).toEqual({ status: 200, json: [] });
    await send('POST', '/variables/s', { name: 'a', type: 'integer', value: 0 });
    // Nobody signs with another's name.
    await send('PUT', '/variables/s/a', { value: 1, metadata: { changed_by: 'operator' } });
    const exported = await send('POST', '/variables/s/export');
    expect(exported).toMatchObject({ status: 200, json: { session_id: 's' } });
    expect(await send('POST', '/variables/t/import', exported.json)).toEqual({
      status: 200,
      json: { imported: 1 },
    });
    expect(await send('GET', '/variables/t/a')).toMatchObject({
      json: { value: 1, version: 1, metadata: { changed_by: 'api:token' } },
    });
    expect(await send('GET', '/variables')).toEqual({
      status: 200,
      json: ['s', 't'].map((session) => ({ session, backend: 'local' })),
    });
    expect(await send('POST', '/variables/t/import', exported.json)).toMatchObject({
      status: 400,
      json: { details: { code: 'import_failed', failures: { a: expect.any(String) } } },
    });
    expect(await send('GET', '/variables/t')).toMatchObject({ json: [{ name: 'a' }] });
  });

  it('leave no session behind where an import is not sound', async () => {
    const { host, send } = await begin();
    await using _ = host;
    await send('POST', '/variables/s', { name: 'a', type: 'integer', value: 0 });
    const { json } = await send('POST', '/variables/s/export');
    const text = JSON.stringify(json).replace('"type":"integer"', '"type":"boolean"');
    expect(await send('POST', '/variables/new/import', JSON.parse(text))).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("a is of type boolean and can't be 0") },
    });
    expect(await send('GET', '/variables')).toMatchObject({ json: [{ session: 's' }] });
  });
});
