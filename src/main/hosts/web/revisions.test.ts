import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  RevisionDiffSchema,
  RevisionSchema,
  RevisionValuesSchema,
  type Revision,
} from '#shared/contract/revisions.ts';
import { startTestHost } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());

const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const answer = await host.api(`/api/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, etag: answer.headers.etag ?? '', body: answer.json() };
};

const list = async (path: string, query = ''): Promise<Revision[]> => {
  const answer = await call('GET', `${path}/revisions${query}`);
  expect(answer.status).toBe(200);
  return z.array(RevisionSchema).parse(answer.body);
};

const action = { protocol_name: 'p', device_id: 'd' };
const kinds: [path: string, value: object, change: object, changed: string][] = [
  ['intents/a', { intent_name: 'a', actions: [action] }, { description: 'two' }, 'description'],
  [
    'macros/a',
    { macro_id: 'a', macro_name: 'A', steps: [] },
    { description: 'two' },
    'description',
  ],
  ['devices/a', { device_id: 'a', device_type: 'xl' }, { rows: 3 }, 'rows'],
  [
    'protocols/a',
    { protocol_name: 'a', template: '/x' },
    { description: 'two' },
    'description',
  ],
  ['layouts/a', { device_id: 'a' }, { pages: [{ page: 1 }] }, 'pages'],
  [
    'venues/a',
    { venue_name: 'a', devices: {}, bridge: {} },
    { devices: { mixer: 'osc://10.0.0.2:7000' } },
    'devices.mixer',
  ],
  ['config', { port: 8001 }, { port: 8002 }, 'port'],
];

describe.each(kinds)('%s', (path, value, change, changed) => {
  test('each change is listed, compared and restored', async () => {
    expect(await list(path)).toEqual([]);
    const first = await call('PUT', path, value);
    const second = await call('PUT', path, { ...value, ...change });
    const listed = await list(path);
    expect(listed).toMatchObject([
      { by: 'api:token', via: 'rest', changed: [changed] },
      { by: 'api:token', via: 'rest', before: null, changed: [] },
    ]);
    const [newer, older] = listed;
    expect([`"${newer?.after}"`, `"${older?.after}"`]).toEqual([second.etag, first.etag]);
    expect(newer?.before).toBe(older?.after);
    expect(await list(path, `?limit=1&before=${newer?.id}`)).toEqual([older]);

    const got = await call('GET', `${path}/revisions/${newer?.id}`);
    expect(RevisionValuesSchema.parse(got.body)).toMatchObject({
      ...newer,
      value: change,
      was: value,
    });
    const now = await call('GET', `${path}/revisions/${older?.id}/diff`);
    const between = await call('GET', `${path}/revisions/${older?.id}/diff?to=${newer?.id}`);
    expect(between.body).toEqual(now.body);
    expect(RevisionDiffSchema.parse(now.body)).toMatchObject({
      from: older?.after,
      to: newer?.after,
      changes: [{ path: changed }],
    });

    const restore = `${path}/revisions/${older?.id}/restore`;
    const stale = await call('POST', restore, undefined, { 'if-match': first.etag });
    expect(stale).toMatchObject({
      status: 412,
      body: { error: { details: { theirs: change, revision: newer?.after } } },
    });
    expect(await list(path)).toHaveLength(2);
    const restored = await call('POST', restore, undefined, { 'if-match': second.etag });
    expect(restored).toMatchObject({
      status: 200,
      etag: first.etag,
      body: { value, revision: older?.after },
    });
    expect((await call('GET', path)).etag).toBe(first.etag);
    expect((await list(path))[0]).toMatchObject({ after: older?.after, changed: [changed] });
  });
});

test('one that was deleted is made again, as it was', async () => {
  const { body } = await call('PUT', 'intents/gone', {
    intent_name: 'gone',
    actions: [action],
  });
  await call('DELETE', 'intents/gone');
  const [deleted] = await list('intents/gone');
  expect(deleted).toMatchObject({ after: null, changed: [] });
  const diff = await call('GET', `intents/gone/revisions/${deleted?.id}/diff`);
  expect(diff.body).toEqual({ from: null, to: null, changes: [] });
  const restore = `intents/gone/revisions/${deleted?.id}/restore`;
  const none = { 'if-none-match': '*' };
  expect(await call('POST', restore, undefined, none)).toMatchObject({
    status: 200,
    body: { value: body },
  });
  expect(await call('GET', 'intents/gone')).toMatchObject({ status: 200, body });
  expect(await call('POST', restore, undefined, none)).toMatchObject({ status: 412 });
});

test('what no longer fits today’s schema is refused, field by field', async () => {
  await call('PUT', 'intents/old', { intent_name: 'old', actions: [action] });
  await host.store.revisions.add('intent', 'old', {
    at: '2026-11-21T20:00:00.000Z',
    by: null,
    via: 'elsewhere',
    before: 'nothing_',
    after: 'another_',
    value: JSON.stringify({ intent_name: 'old', actions: 7 }),
    was: null,
  });
  const [old] = await list('intents/old');
  expect(await call('POST', `intents/old/revisions/${old?.id}/restore`)).toMatchObject({
    status: 400,
    body: {
      error: { error_type: 'validation_error', details: { fields: [{ field: 'actions' }] } },
    },
  });
});

test('an agent may not let a device send again by a revision of it', async () => {
  const device = { device_id: 'seen', device_type: 'xl' };
  await call('PUT', 'devices/seen', device);
  await call('PUT', 'devices/seen', { ...device, observe_only: true });
  const [, open] = await list('devices/seen');
  const restore = `devices/seen/revisions/${open?.id}/restore`;
  const agent = { 'x-agent-id': 'sam' };
  expect(await call('POST', restore, undefined, agent)).toMatchObject({ status: 403 });
  expect(await call('POST', restore)).toMatchObject({ status: 200 });
  expect((await list('devices/seen'))[0]).toMatchObject({ by: 'api:token' });
});

test.each([
  ['intents/a/revisions/1-1', 404],
  ['intents/a/revisions/1-1/diff', 404],
  ['intents/a/revisions/nonsense', 400],
  ['intents/a/revisions?before=nonsense', 400],
  ['intents/a/revisions?limit=1000', 400],
  ['secrets/a/revisions', 400],
])('GET %s answers %d', async (path, status) => {
  expect(await call('GET', path)).toMatchObject({ status });
});

test('what a renaming and a venue change is the caller’s as well', async () => {
  await call('PUT', 'intents/before', { intent_name: 'before', actions: [action] });
  await call('PUT', 'macros/m', {
    macro_id: 'm',
    macro_name: 'M',
    steps: [{ step_number: 1, intent_name: 'before' }],
  });
  await call('POST', 'intents/before/rename', { to: 'after' });
  expect((await list('intents/before'))[0]).toMatchObject({ after: null, by: 'api:token' });
  expect((await list('intents/after')).at(-1)).toMatchObject({ before: null, by: 'api:token' });
  expect((await list('macros/m'))[0]).toMatchObject({ changed: ['steps'], by: 'api:token' });
  const targets = { devices: { a: 'http://10.0.0.9:8000' }, bridge: { host: 'h', port: 1 } };
  expect(await call('POST', 'retarget', targets)).toMatchObject({ status: 200 });
  expect((await list('devices/a'))[0]).toMatchObject({ changed: ['connection_url'] });
  expect((await list('config'))[0]?.changed).toContain('host');
});

test('an install of a pack, and taking it back, are the caller’s; the note of the pack has no history', async () => {
  await call('PUT', 'protocols/qlab_go', { protocol_name: 'qlab_go', template: '/mine' });
  await call('POST', 'packs/qlab/install', { replace: ['qlab_go'] });
  const mine = { by: 'api:token', via: 'rest' };
  expect((await list('protocols/qlab_cue_start'))[0]).toMatchObject({ ...mine, before: null });
  const [replaced, first] = await list('protocols/qlab_go');
  expect(replaced).toMatchObject({ ...mine, before: first?.after });
  await call('POST', 'packs/qlab/undo');
  expect((await list('protocols/qlab_cue_start'))[0]).toMatchObject({ ...mine, after: null });
  expect((await list('protocols/qlab_go'))[0]).toMatchObject({ ...mine, after: first?.after });
  expect(await call('GET', 'packs/qlab/revisions')).toMatchObject({ status: 400 });
});

test('a device that is let send, one with another name, and its layout are the caller’s', async () => {
  await call('PUT', 'devices/held', {
    device_id: 'held',
    device_type: 'xl',
    observe_only: true,
  });
  await call('PUT', 'layouts/held', { device_id: 'held' });
  await call('POST', 'devices/held/let-send');
  expect((await list('devices/held'))[0]).toMatchObject({
    by: 'api:token',
    changed: ['observe_only'],
  });
  await call('POST', 'devices/held/rename', { to: 'moved' });
  for (const kind of ['devices', 'layouts']) {
    expect((await list(`${kind}/held`))[0]).toMatchObject({ by: 'api:token', after: null });
    expect((await list(`${kind}/moved`)).at(-1)).toMatchObject({
      by: 'api:token',
      before: null,
    });
  }
});

test('the history of a value follows it to another name', async () => {
  const value = { intent_name: 'old_name', actions: [action] };
  await call('PUT', 'intents/old_name', value);
  await call('PUT', 'intents/old_name', { ...value, description: 'two' });
  expect((await call('POST', 'intents/old_name/rename', { to: 'new_name' })).status).toBe(200);
  const told = await list('intents/new_name');
  // Its copy under the new name carries a mark until all that names it has followed.
  expect(told.map(({ changed, before }) => (before === null ? 'made' : changed))).toEqual([
    ['renamed_from'],
    expect.arrayContaining(['intent_name']),
    ['description'],
    'made',
  ]);
  const first = told.at(-1)?.id;
  expect((await call('GET', `intents/new_name/revisions/${first}`)).body).toMatchObject({
    value: { intent_name: 'old_name' },
  });
  expect(await list('intents/old_name')).toMatchObject([{ after: null }]);
  // What stood under the old name is restored under the new one.
  for (const { id } of told.toReversed().slice(0, 3)) {
    const restored = await call('POST', `intents/new_name/revisions/${id}/restore`);
    expect(restored).toMatchObject({
      status: 200,
      body: { value: { intent_name: 'new_name' } },
    });
    expect(restored.body).not.toHaveProperty('value.renamed_from');
  }
});
