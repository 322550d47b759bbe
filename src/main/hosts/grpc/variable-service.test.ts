import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { TOKEN } from '../web/web-host-fixture.ts';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

const session_id = 's';
const bytes = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer);

const begin = async () => {
  const host = await startGrpcTestHost();
  const register = (name: string, type: string, value: object, more: object = {}) =>
    host.client.ask('VariableService/Register', { session_id, name, type, value, ...more });
  const value = async (name: string) =>
    host.client.ask('VariableService/Get', { session_id, name });
  return { host, register, value, ask: host.client.ask };
};

describe('variables over gRPC', () => {
  it.each([
    ['BOOLEAN', { bool_value: true }],
    ['STRING', { string_value: 'ü "x"' }],
    ['INTEGER', { int_value: -(2 ** 53) + 1 }],
    ['FLOAT', { double_value: 3 }],
    ['JSON', { json_value: '{"a":[1,null]}' }],
    ['EMBEDDING', { array_value: { dtype: 'FLOAT32', shape: [3], data: bytes(1, 0.5, -2) } }],
    ['TENSOR', { array_value: { dtype: 'FLOAT32', shape: [2, 1], data: bytes(1, 2) } }],
  ])('keep their type: %s', async (type, value) => {
    const { host, register, value: read } = await begin();
    await using _ = host;
    expect(await register('x', type, value)).toMatchObject({ ok: true, value: { version: 0 } });
    expect(await read('x')).toMatchObject({ ok: true, value: { name: 'x', type, value } });
  });

  it('take a choice by its own type, and say what the session keeps of each', async () => {
    const { host, register, value } = await begin();
    await using _ = host;
    const more = {
      constraints_json: '{"enum":["a",1,null]}',
      metadata_json: '{"unit":"x"}',
      description: 'of two',
    };
    await register('c', 'CHOICE', { string_value: 'a' }, more);
    expect(await value('c')).toMatchObject({
      value: {
        value: { string_value: 'a' },
        constraints_json: more.constraints_json,
        metadata_json: expect.stringContaining('of two'),
      },
    });
    await host.client.ask('VariableService/Set', {
      session_id,
      name: 'c',
      value: { json_value: 'null' },
    });
    expect(await value('c')).toMatchObject({ value: { value: { json_value: 'null' } } });
  });

  it('name the variable, the type and the value of what is refused', async () => {
    const { host, register, ask } = await begin();
    await using _ = host;
    await register('n', 'INTEGER', { int_value: 1 });
    const set = (value: object | undefined) =>
      ask('VariableService/Set', { session_id, name: 'n', value });
    expect(await set({ string_value: 'x' })).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(`n is of type integer and can't be "x"`),
      fault: { error_type: 'validation_error', details: { code: 'validation_failed' } },
    });
    // Beyond what a double holds: it is not rounded in silence.
    expect(await set({ int_value: '9007199254740993' })).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('9007199254740993'),
    });
    for (const bad of [
      undefined,
      {},
      { json_value: '{' },
      { array_value: { dtype: 'INT32', shape: [2], data: Buffer.alloc(4) } },
      { double_value: Number.NaN },
    ])
      expect(await set(bad)).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(await ask('VariableService/Get', { session_id, name: 'n' })).toMatchObject({
      value: { version: 0, value: { int_value: 1 } },
    });
  });

  it('are listed, deleted, read and written many at once', async () => {
    const { host, register, ask } = await begin();
    await using _ = host;
    for (const name of ['a', 'b']) await register(name, 'INTEGER', { int_value: 0 });
    expect(
      await ask('VariableService/UpdateBatch', {
        session_id,
        updates: { a: { int_value: 1 }, b: { int_value: 2 } },
      }),
    ).toMatchObject({ value: { written: ['a', 'b'], failures: {} } });
    const updates = { a: { string_value: 'x' }, b: { int_value: 3 } };
    expect(
      await ask('VariableService/UpdateBatch', { session_id, updates, atomic: true }),
    ).toMatchObject({ value: { written: [], failures: { a: expect.any(String) } } });
    expect(await ask('VariableService/UpdateBatch', { session_id, updates })).toMatchObject({
      value: { written: ['b'], failures: { a: expect.stringContaining('integer') } },
    });
    expect(
      await ask('VariableService/GetBatch', { session_id, names: ['a', 'b', 'c'] }),
    ).toMatchObject({
      value: {
        variables: { a: { value: { int_value: 1 } }, b: { value: { int_value: 3 } } },
        missing: ['c'],
      },
    });
    expect(await ask('VariableService/List', { session_id })).toMatchObject({
      value: { variables: [{ name: 'a' }, { name: 'b' }] },
    });
    expect(await ask('VariableService/Delete', { session_id, name: 'a' })).toMatchObject({
      ok: true,
    });
    expect(await ask('VariableService/Get', { session_id, name: 'a' })).toMatchObject({
      code: status.NOT_FOUND,
      fault: { details: { code: 'not_found' } },
    });
  });

  it('tell in every call that the session is over', async () => {
    const { host, ask } = await begin();
    await using _ = host;
    const value = { int_value: 1 };
    const calls: [string, object][] = [
      ['Get', { name: 'a' }],
      ['Set', { name: 'a', value }],
      ['List', {}],
      ['Delete', { name: 'a' }],
      ['GetBatch', { names: ['a'] }],
      ['UpdateBatch', { updates: { a: value } }],
      ['EndSession', {}],
    ];
    for (const [method, request] of calls)
      expect(await ask(`VariableService/${method}`, { session_id, ...request })).toMatchObject({
        code: status.NOT_FOUND,
        fault: { details: { code: 'session_expired' } },
      });
    const [error]: unknown[] = await once(
      host.client.watch('VariableService/Watch', { session_id }),
      'error',
    );
    expect(error).toMatchObject({ code: status.NOT_FOUND });
  });

  it('leave prototypes alone', async () => {
    const { host, register, ask } = await begin();
    await using _ = host;
    const json = '{"__proto__":{"polluted":1}}';
    expect(await register('__proto__', 'JSON', { json_value: '1' })).toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    await register('j', 'JSON', { json_value: '1' });
    await ask('VariableService/Set', { session_id, name: 'j', value: { json_value: json } });
    const updates = Object.fromEntries([['__proto__', { json_value: json }]]);
    await ask('VariableService/UpdateBatch', { session_id, updates });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a watch of variables', () => {
  it('ends with the session', async () => {
    const { host, register, ask } = await begin();
    await using _ = host;
    await register('a', 'INTEGER', { int_value: 0 });
    const stream = host.client.watch('VariableService/Watch', { session_id });
    const events = stream[Symbol.asyncIterator]();
    await events.next();
    expect(await ask('VariableService/EndSession', { session_id })).toMatchObject({ ok: true });
    expect(await events.next()).toMatchObject({ value: { event: 'expired' } });
    expect(await events.next()).toMatchObject({ done: true });
    expect(await ask('VariableService/List', { session_id })).toMatchObject({
      fault: { details: { code: 'session_expired' } },
    });
  });

  it('tells what changes, and is let go of when its client cancels or disappears', async () => {
    const { host, register, ask } = await begin();
    await using _ = host;
    await register('a', 'INTEGER', { int_value: 0 });
    const stream = host.client.watch('VariableService/Watch', { session_id });
    const events = stream[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({
      value: { event: 'snapshot', snapshot: { variables: [{ name: 'a' }] } },
    });
    await ask('VariableService/Set', { session_id, name: 'a', value: { int_value: 7 } });
    expect(await events.next()).toMatchObject({
      value: { event: 'set', set: { name: 'a', value: { int_value: 7 } } },
    });
    await ask('VariableService/Delete', { session_id, name: 'a' });
    expect(await events.next()).toMatchObject({ value: { event: 'deleted', deleted: 'a' } });
    const other = await host.connect();
    const left = other.watch('VariableService/Watch', { session_id });
    left.on('error', () => undefined);
    await once(left, 'data');
    expect(host.grpc.watching).toBe(2);
    const ended = once(stream, 'error');
    stream.cancel();
    await ended;
    other.close();
    left.cancel();
    for (let i = 0; host.grpc.watching > 0 && i < 100; i += 1) await sleep(20);
    expect(host.grpc.watching).toBe(0);
  });

  it('is let go of when the process of its client is killed', async () => {
    const { host, register } = await begin();
    await using _ = host;
    await register('a', 'INTEGER', { int_value: 0 });
    const [fixture, address] = [
      new URL('client-fixture.ts', import.meta.url),
      host.grpc.address,
    ];
    const script = `
      const { connectClient } = await import(${JSON.stringify(fixture.href)});
      const client = await connectClient('${address}', { token: '${TOKEN}' });
      client.watch('VariableService/Watch', { session_id: 's' }).on('data', () => console.log('on'));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(host.grpc.watching).toBe(1);
    child.kill('SIGKILL');
    for (let i = 0; host.grpc.watching > 0 && i < 200; i += 1) await sleep(20);
    expect(host.grpc.watching).toBe(0);
  });
});
