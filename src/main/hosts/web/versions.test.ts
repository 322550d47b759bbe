import { once } from 'node:events';
import { createORPCClient, isDefinedError, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { contract } from '#shared/contract/index.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { StaleFaultSchema, type StaleFault } from '#shared/contract/precondition.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());
beforeEach(() => host.texts.clear());

const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const answer = await host.api(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, text } = answer;
  return {
    status,
    etag: answer.headers.etag ?? '',
    body: text === '' ? null : answer.json(),
    text,
  };
};

const KEY = 'mcr:mapping:companion:intent:a';
const action = { protocol_name: 'p', device_id: 'd' };
const intent = (description: string) => ({ intent_name: 'a', description, actions: [action] });

const kinds: [path: string, value: object, change: object][] = [
  ['intents/a', intent('one'), { description: 'two' }],
  ['macros/a', { macro_id: 'a', macro_name: 'A', steps: [] }, { description: 'two' }],
  ['devices/a', { device_id: 'a', device_type: 'xl' }, { rows: 4 }],
  ['protocols/a', { protocol_name: 'a', template: '/x' }, { description: 'two' }],
  ['layouts/a', { device_id: 'a' }, { pages: [{ page: 1 }] }],
  ['config', { port: 8001 }, { port: 8002 }],
];

describe.each(kinds)('%s', (path, value, change) => {
  test('a GET tells its revision, and tells nothing to a caller that has it', async () => {
    const put = await call('PUT', `/api/${path}`, value);
    expect(put.etag).toMatch(/^"[\w-]{8}"$/);
    const got = await call('GET', `/api/${path}`);
    expect(got).toMatchObject({ status: 200, etag: put.etag });
    for (const known of [put.etag, `W/${put.etag}`, `"other", ${put.etag}`, '*']) {
      const again = await call('GET', `/api/${path}`, undefined, { 'if-none-match': known });
      expect(again, known).toMatchObject({ status: 304, etag: put.etag, text: '' });
    }
    for (const other of ['"other"', 'nonsense']) {
      const again = await call('GET', `/api/${path}`, undefined, { 'if-none-match': other });
      expect(again.status).toBe(200);
    }
  });

  test('a PUT of what it was read as is taken, a later one of the same is not', async () => {
    const first = await call('PUT', `/api/${path}`, value);
    const match = { 'if-match': first.etag };
    const second = await call('PUT', `/api/${path}`, { ...value, ...change }, match);
    expect(second).toMatchObject({ status: 200, body: change });
    expect(second.etag).not.toBe(first.etag);
    const stale = await call('PUT', `/api/${path}`, value, match);
    expect(stale).toMatchObject({
      status: 412,
      body: {
        code: 'precondition_failed',
        status: 412,
        error: {
          error_type: 'precondition_failed',
          message: expect.stringContaining('Somebody else changed'),
          details: {
            theirs: change,
            revision: second.etag.slice(1, -1),
            yours: value,
            hint: expect.any(String),
          },
        },
      },
    });
    expect(await call('GET', `/api/${path}`)).toMatchObject({ body: second.body });
    const over = await call('PUT', `/api/${path}`, value, { 'if-match': second.etag });
    expect(over).toMatchObject({ status: 200, etag: first.etag });
  });
});

test('the config that was never written has a revision to begin with', async () => {
  const { etag } = await call('GET', '/api/config');
  const put = await call('PUT', '/api/config', { port: 8001 }, { 'if-match': etag });
  expect(put.status).toBe(200);
});

describe('what was deleted', () => {
  test.each(['"abcdefgh"', '*'])(
    'is not brought back by a PUT that expects %s',
    async (tag) => {
      const stale = await call('PUT', '/api/intents/a', intent('mine'), { 'if-match': tag });
      expect(stale).toMatchObject({
        status: 412,
        body: {
          error: {
            message: expect.stringContaining('deleted'),
            details: {
              kind: 'intent',
              name: 'a',
              theirs: null,
              revision: null,
              yours: intent('mine'),
            },
          },
        },
      });
      expect(host.texts.size).toBe(0);
      const gone = await call('DELETE', '/api/intents/a', undefined, { 'if-match': tag });
      expect(gone).toMatchObject({
        status: 412,
        body: { error: { details: { yours: null } } },
      });
    },
  );
});

test('what another program writes past the app is noticed', async () => {
  const mine = await call('PUT', '/api/intents/a', intent('mine'));
  host.texts.set(KEY, JSON.stringify({ ...intent('theirs'), agent_note: 1 }));
  const match = { 'if-match': mine.etag };
  const theirs = { description: 'theirs', agent_note: 1 };
  for (const answer of [
    await call('PUT', '/api/intents/a', intent('mine again'), match),
    await call('DELETE', '/api/intents/a', undefined, match),
  ])
    expect(answer).toMatchObject({ status: 412, body: { error: { details: { theirs } } } });
  expect(host.texts.get(KEY)).toContain('theirs');
});

test('a DELETE of what it was read as', async () => {
  const { etag } = await call('PUT', '/api/intents/a', intent('mine'));
  const gone = await call('DELETE', '/api/intents/a', undefined, { 'if-match': etag });
  expect(gone.body).toEqual({ deleted: true });
});

test('what is new overwrites nothing', async () => {
  const fresh = { 'if-none-match': '*' };
  expect((await call('PUT', '/api/intents/a', intent('first'), fresh)).status).toBe(200);
  const second = await call('PUT', '/api/intents/a', intent('second'), fresh);
  expect(second).toMatchObject({
    status: 412,
    body: {
      error: {
        message: expect.stringContaining('already'),
        details: { theirs: { description: 'first' } },
      },
    },
  });
  expect((await call('GET', '/api/intents/a')).body).toMatchObject({ description: 'first' });
});

test('what can not be read is shown as such, and * replaces it', async () => {
  host.texts.set(KEY, '{');
  const match = { 'if-match': '"abcdefgh"' };
  expect(await call('PUT', '/api/intents/a', intent('x'), match)).toMatchObject({
    status: 409,
    body: { error: { error_type: 'state_corruption', details: { raw: '{' } } },
  });
  const any = await call('PUT', '/api/intents/a', intent('x'), { 'if-match': '*' });
  expect(any.status).toBe(200);
});

test.each([
  ['PUT', { 'if-match': 'abcdefgh' }, 'if-match', /with its quotes/],
  ['PUT', { 'if-match': '"a' }, 'if-match', /with its quotes/],
  ['PUT', { 'if-match': '' }, 'if-match', /with its quotes/],
  ['DELETE', { 'if-match': 'abcdefgh' }, 'if-match', /with its quotes/],
  ['PUT', { 'if-none-match': '"abcdefgh"' }, 'if-none-match', /Write \*/],
  ['PUT', { 'if-match': '*', 'if-none-match': '*' }, 'if-none-match', /if-match or this one/],
  ['DELETE', { 'if-none-match': '*' }, 'if-none-match', /Leave it out/],
])(
  '%s with %j: 400 with words, and nothing is changed',
  async (method, headers, field, words) => {
    await call('PUT', '/api/intents/a', intent('first'));
    const body = method === 'PUT' ? intent('second') : undefined;
    const answer = await call(method, '/api/intents/a', body, headers);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: { details: { fields: [{ field, message: expect.stringMatching(words) }] } },
      },
    });
    expect((await call('GET', '/api/intents/a')).body).toMatchObject({ description: 'first' });
  },
);

test.each(['a b', '🎬', 'é', 'a:b'])(
  'a name such as %s: what is allowed is said',
  async (name) => {
    const answer = await call('PUT', `/api/intents/${encodeURIComponent(name)}`, {
      ...intent('x'),
      intent_name: name,
    });
    const message = expect.stringContaining(
      'letters (A-Z, a-z), digits, dots, underscores or hyphens',
    );
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          details: {
            fields: [
              { field: 'name', message },
              { field: 'intent_name', message },
            ],
          },
        },
      },
    });
  },
);

const connect = async () => {
  const headers = { cookie: `mcr_token_${host.web.port}=${TOKEN}` };
  const socket = new WebSocket(`ws://127.0.0.1:${host.web.port}/rpc`, { headers });
  await once(socket, 'open');
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new RPCLink({ websocket: socket }),
  );
  return {
    client,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
};

/** The error of a call, which has to be the contract's own. */
const staleOf = async (write: Promise<unknown>): Promise<StaleFault> => {
  const error: unknown = await write.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ORPCError) || !error.defined || error.code !== 'precondition_failed')
    throw new Error(`not of the contract: ${String(error)}`);
  return StaleFaultSchema.parse(error.data);
};

const body = (description: string) => IntentSchema.parse(intent(description));
const params = { name: 'a' };

test('over RPC the same is plain input, and the error is one of the contract', async () => {
  const { etag } = await call('PUT', '/api/intents/a', intent('first'));
  await using link = await connect();
  const { intents, config } = link.client;
  const headers = { 'if-match': etag };
  await intents.put({ params, headers, body: body('second') });
  const writes: (() => Promise<unknown>)[] = [
    () => intents.put({ params, headers, body: body('third') }),
    () => intents.delete({ params, headers }),
    () => intents.put({ params, headers: { 'if-none-match': '*' }, body: body('third') }),
  ];
  for (const write of writes) {
    const { details } = await staleOf(write());
    expect(details.theirs).toMatchObject({ description: 'second' });
    const now = await call('GET', '/api/intents/a');
    expect(`"${details.revision}"`).toBe(now.etag);
  }
  const bad = await safe(
    intents.put({ params, headers: { 'if-match': 'x' }, body: body('y') }),
  );
  expect(isDefinedError(bad.error) && bad.error.data).toMatchObject({
    details: { fields: [{ field: 'if-match' }] },
  });
  const before = await config.get();
  await config.put({ body: { ...before, port: 8001 } });
  const { etag: first } = await call('GET', '/api/config');
  await config.put({ headers: { 'if-match': first }, body: { ...before, port: 8002 } });
  const stale = await staleOf(config.put({ headers: { 'if-match': first }, body: before }));
  expect(stale.details).toMatchObject({ kind: 'config', theirs: { port: 8002 } });
});

test('a paste of a megabyte is kept, one of two is refused with words, over RPC and REST', async () => {
  await using link = await connect();
  const { intents } = link.client;
  await intents.put({ params, body: body('x'.repeat(1_048_576)) });
  const tooMuch = body('x'.repeat(2_000_000));
  const { error } = await safe(intents.put({ params, body: tooMuch }));
  expect(isDefinedError(error) && error.data).toMatchObject({
    error_type: 'validation_error',
    details: { fields: [{ field: 'body', message: expect.stringContaining('1100000') }] },
  });
  // The connection has outlived it.
  expect((await intents.get({ params })).description).toHaveLength(1_048_576);
  expect(await call('PUT', '/api/intents/a', tooMuch)).toMatchObject({
    status: 413,
    body: { error: { details: { fields: [{ field: 'body' }] } } },
  });
});

const macro = (extra: object) => ({
  macro_id: 'm',
  macro_name: 'M',
  steps: [{ step_number: 1, intent_name: 'a' }],
  ...extra,
});

describe('what names it', () => {
  test.each([
    ['intents/a', [{ kind: 'macro', name: 'm', where: 'step 1' }]],
    ['protocols/p', [{ kind: 'intent', name: 'a', where: 'action 1' }]],
    ['devices/d', [{ kind: 'intent', name: 'a', where: 'action 1' }]],
    ['macros/m', [{ kind: 'layout', name: 'd', where: 'key 1/0/2' }]],
    ['intents/nobody', []],
  ])('%s', async (path, references) => {
    await call('PUT', '/api/intents/a', intent('one'));
    await call('PUT', '/api/macros/m', macro({}));
    const keys = [{ row: 0, col: 2, macro_id: 'm' }];
    await call('PUT', '/api/layouts/d', { device_id: 'd', pages: [{ page: 1, keys }] });
    const answer = await call('GET', `/api/${path}/references`);
    const own = path === 'devices/d' ? [{ kind: 'layout', name: 'd' }] : [];
    expect(answer).toMatchObject({ status: 200, body: [...references, ...own] });
  });
});

const to = (name: string, headers = {}) =>
  call('POST', '/api/intents/a/rename', { to: name }, headers);

describe('a renaming', () => {
  test('answers with what it changed, and with the ETag of the new one', async () => {
    const { etag } = await call('PUT', '/api/intents/a', intent('one'));
    await call('PUT', '/api/macros/m', macro({}));
    const done = await to('b', { 'if-match': etag });
    expect(done).toMatchObject({
      status: 200,
      body: {
        from: 'a',
        to: 'b',
        revision: done.etag.slice(1, -1),
        changed: [{ kind: 'macro', name: 'm', where: 'step 1' }],
      },
    });
    expect((await call('GET', '/api/intents/b')).etag).toBe(done.etag);
    expect((await call('GET', '/api/intents/a')).status).toBe(404);
    expect((await call('GET', '/api/macros/m')).body).toMatchObject({
      steps: [{ intent_name: 'b' }],
    });
  });

  test('onto a name that is taken: 412 with words, and nothing is changed', async () => {
    await call('PUT', '/api/intents/a', intent('one'));
    await call('PUT', '/api/intents/b', { ...intent('theirs'), intent_name: 'b' });
    const before = new Map(host.texts);
    expect(await to('b')).toMatchObject({
      status: 412,
      body: {
        error: {
          message: 'There is an intent named b already. Nothing was changed.',
          details: { kind: 'intent', name: 'b', theirs: { description: 'theirs' } },
        },
      },
    });
    expect(host.texts).toEqual(before);
  });

  test('of what somebody else changed: 412; of nothing: 404; to no name, or its own: 400', async () => {
    expect((await to('b')).status).toBe(404);
    await call('PUT', '/api/intents/a', intent('one'));
    const match = { 'if-match': '"another_"' };
    expect(await to('b', match)).toMatchObject({
      status: 412,
      body: { error: { details: { name: 'a', theirs: { description: 'one' } } } },
    });
    for (const name of ['a', 'b c', '', '🎬'])
      expect(await to(name), name).toMatchObject({
        status: 400,
        body: { error: { details: { fields: [{ field: 'to' }] } } },
      });
    expect((await to('b', { 'if-none-match': '*' })).status).toBe(400);
    expect((await call('GET', '/api/intents/a')).status).toBe(200);
  });
});
