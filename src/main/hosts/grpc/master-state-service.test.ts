import { status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

const session_id = 's';
const patchOf = (value: unknown) => JSON.stringify([{ op: 'add', path: '/a', value }]);

it('a master state is begun, committed to and watched; a conflict is an answer with what stands there', async () => {
  await using host = await startGrpcTestHost();
  const ask = (method: string, request: object) =>
    host.client.ask(`MasterStateService/${method}`, { session_id, ...request });
  expect(await ask('GetSnapshot', {})).toMatchObject({
    value: { version: 0, data_json: '{}' },
  });
  const stream = host.client.watch('MasterStateService/Watch', { session_id });
  const events = stream[Symbol.asyncIterator]();
  expect(await events.next()).toMatchObject({ value: { snapshot: { version: 0 } } });
  expect(await ask('Initialize', { data_json: '{"a":0}' })).toMatchObject({
    value: { success: true, new_version: 1, conflict: false },
  });
  expect(await ask('Initialize', { data_json: '{}' })).toMatchObject({
    value: {
      success: false,
      new_version: 0,
      conflict: true,
      current: { version: 1, data_json: '{"a":0}' },
    },
  });
  expect(await ask('Commit', { version: 1, patch_json: patchOf(1) })).toMatchObject({
    value: { success: true, new_version: 2 },
  });
  // Both sides of it may be larger than what trailing metadata can hold.
  const large = patchOf('x'.repeat(100_000));
  expect(await ask('Commit', { version: 1, patch_json: large })).toMatchObject({
    value: { conflict: true, lost_id: expect.stringMatching(/./), current: { version: 2 } },
  });
  const flat = {
    version: 2,
    mode: 'FLAT',
    patch_json: '[{"op":"add","path":"/b/c","value":1}]',
  };
  expect(await ask('Commit', flat)).toMatchObject({ value: { new_version: 3 } });
  expect(await ask('GetSnapshot', {})).toMatchObject({
    value: { data_json: '{"a":1,"b/c":1}' },
  });
  const seen: unknown[] = [];
  for (let last = 0; last < 3;) {
    const { value } = await events.next();
    seen.push(value);
    last = JSON.stringify(value).includes('"version":3') ? 3 : last;
  }
  expect(seen.at(-1)).toMatchObject({ commit: { version: 3, base: 2, kind: 'flat' } });
});

it('a patch that can not be done names its operation, and JSON that is none its field', async () => {
  await using host = await startGrpcTestHost();
  const commit = (patch_json: string) =>
    host.client.ask('MasterStateService/Commit', { session_id, version: 0, patch_json });
  expect(await commit('[{"op":"remove","path":"/x/y"}]')).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining('operation 0: remove /x/y'),
    fault: { details: { problem: { index: 0 } } },
  });
  expect(await commit('[')).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringMatching(/^patch_json: /),
  });
  expect(await commit('[{"op":"add","path":"/__proto__/x","value":1}]')).toMatchObject({
    code: status.INVALID_ARGUMENT,
  });
  expect(
    await host.client.ask('MasterStateService/GetSnapshot', { session_id: 'no name' }),
  ).toMatchObject({ code: status.INVALID_ARGUMENT });
});

it('a history is shown, a former version restored, and a patch that came too late tried again', async () => {
  await using host = await startGrpcTestHost();
  const ask = (method: string, request: object = {}) =>
    host.client.ask(`MasterStateService/${method}`, { session_id, ...request });
  await ask('Initialize', { data_json: '{"a":0}' });
  for (const version of [1, 2]) await ask('Commit', { version, patch_json: patchOf(version) });
  expect(await ask('GetHistory', { limit: 2 })).toMatchObject({
    value: {
      commits: [
        { version: 3, base: 2, kind: 'patch', origin: 'api:token', patch_json: patchOf(2) },
        { version: 2, inverse_json: '[{"op":"replace","path":"/a","value":0}]' },
      ],
    },
  });
  expect(await ask('GetHistory', { before: 2 })).toMatchObject({
    value: { commits: [{ version: 1, kind: 'init' }] },
  });
  expect(await ask('GetHistory', { limit: 501 })).toMatchObject({
    code: status.INVALID_ARGUMENT,
  });
  expect(await ask('GetVersion', { version: 2 })).toMatchObject({
    value: { version: 2, data_json: '{"a":1}' },
  });
  expect(await ask('Compare', { from_version: 3, to_version: 1 })).toMatchObject({
    value: {
      before: { version: 3, data_json: '{"a":2}' },
      after: { version: 1, data_json: '{"a":0}' },
      patch_json: '[{"op":"replace","path":"/a","value":0}]',
    },
  });
  for (const [from_version, to_version] of [
    [1, 9],
    [9, 1],
  ])
    expect(await ask('Compare', { from_version, to_version })).toMatchObject({
      code: status.NOT_FOUND,
    });
  for (const method of ['GetVersion', 'Restore'])
    expect(await ask(method, { version: 9 })).toMatchObject({ code: status.NOT_FOUND });
  expect(await ask('Restore', { version: 1, expected: 2 })).toMatchObject({
    value: { success: false, conflict: true, current: { version: 3, data_json: '{"a":2}' } },
  });
  expect(await ask('Restore', { version: 1, expected: 3 })).toMatchObject({
    value: { success: true, new_version: 4 },
  });
  expect(await ask('Restore', { version: 2 })).toMatchObject({ value: { new_version: 5 } });

  const patch_json = '[{"op":"add","path":"/late","value":true}]';
  await ask('Commit', { version: 1, patch_json });
  await ask('Commit', {
    version: 1,
    patch_json: '[{"op":"remove","path":"/b"}]',
    mode: 'RFC6902',
  });
  await ask('Commit', { version: 1, patch_json, mode: 'FLAT' });
  const lost = z
    .object({ value: z.object({ patches: z.array(z.looseObject({ lost_id: z.string() })) }) })
    .parse(await ask('ListLost')).value.patches;
  expect(lost).toMatchObject([
    { mode: 'FLAT', version: 1, origin: 'api:token', patch_json },
    { mode: 'RFC6902' },
    { mode: 'RFC6902', patch_json },
  ]);
  const [, wrong, right] = lost.map(({ lost_id }) => lost_id);
  expect(await ask('Rebase', { lost_id: right })).toMatchObject({
    value: { success: true, new_version: 6 },
  });
  expect(await ask('GetSnapshot')).toMatchObject({
    value: { data_json: '{"a":1,"late":true}' },
  });
  expect(await ask('Rebase', { lost_id: right })).toMatchObject({ code: status.NOT_FOUND });
  expect(await ask('Rebase', { lost_id: wrong })).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining('remove /b'),
  });
});

it('a patch that came too late is told to the watchers who ask for it, and what became of it', async () => {
  await using host = await startGrpcTestHost();
  const ask = (method: string, request: object = {}) =>
    host.client.ask(`MasterStateService/${method}`, { session_id, ...request });
  await ask('Initialize', { data_json: '{"a":0}' });
  const [every, plain] = [{ include_lost: true }, {}].map((request) =>
    host.client.watch('MasterStateService/Watch', { session_id, ...request }).iterator(),
  );
  for (const events of [every, plain])
    expect(await events?.next()).toMatchObject({ value: { snapshot: { version: 1 } } });
  const late = { version: 0, patch_json: patchOf(5), mode: 'FLAT' };
  const { lost_id } = z
    .object({ value: z.looseObject({ lost_id: z.string() }) })
    .parse(await ask('Commit', late)).value;
  expect(await every?.next()).toMatchObject({
    value: { lost: { lost_id, version: 0, mode: 'FLAT', patch_json: patchOf(5) } },
  });
  expect(await ask('Rebase', { lost_id })).toMatchObject({ value: { new_version: 2 } });
  const told = [await every?.next(), await every?.next()];
  expect(told).toContainEqual(
    expect.objectContaining({ value: expect.objectContaining({ settled: lost_id }) }),
  );
  expect(await plain?.next()).toMatchObject({ value: { commit: { kind: 'flat' } } });
});
