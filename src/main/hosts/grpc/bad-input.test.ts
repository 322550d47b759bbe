import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { given } from '../../state/variables/state-provider-conformance.ts';
import { countedWatches } from '../watch-counter-fixture.ts';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

const session_id = 's';

it(
  'a client that cancels or disappears leaves no watcher of any kind behind',
  { timeout: 30_000 },
  async () => {
    await using host = await startGrpcTestHost();
    const state = given(await host.shared.variables.open(session_id));
    given(await state.register('a', 'integer', 1));
    const watches = countedWatches(host.shared.master, state);
    const methods = ['VariableService/Watch', 'MasterStateService/Watch'];
    const watching = async () => {
      const client = await host.connect();
      const streams = methods.map((method) => client.watch(method, { session_id }));
      for (const stream of streams) stream.on('error', () => undefined);
      streams.push(client.watch('ExecutionService/Watch'));
      streams.at(-1)?.on('error', () => undefined);
      await Promise.all(streams.slice(0, 2).map((stream) => once(stream, 'data')));
      for (let i = 0; host.grpc.watching < 3 && i < 100; i += 1) await sleep(10);
      expect([watches.open, host.grpc.watching]).toEqual([2, 3]);
      return { client, streams };
    };
    const gone = async () => {
      for (let i = 0; (watches.open > 0 || host.grpc.watching > 0) && i < 200; i += 1)
        await sleep(10);
      expect([watches.open, host.grpc.watching]).toEqual([0, 0]);
    };
    const first = await watching();
    for (const stream of first.streams) stream.cancel();
    await gone();
    const second = await watching();
    // Its connection goes away with everything on it.
    second.client.client.getChannel().close();
    for (const stream of second.streams) stream.cancel();
    await gone();
  },
);

it(
  '10,000 variables are listed, read, written and watched at once, and there is no room for more',
  { timeout: 60_000 },
  async () => {
    await using host = await startGrpcTestHost();
    const state = given(await host.shared.variables.open(session_id));
    const names = Array.from({ length: 10_000 }, (_, n) => `v${n}`);
    given(await state.register('v0', 'integer', 0, { constraints: { max: 10 } }));
    const exported = given(await state.export());
    const [one] = Object.values(exported.variables);
    const variables = Object.fromEntries(
      names.slice(1).map((name) => [`id_${name}`, { ...one, id: `id_${name}`, name }]),
    );
    given(await state.import({ ...exported, variables }));
    const ask = (method: string, request: object) =>
      host.client.ask(`VariableService/${method}`, { session_id, ...request });
    const ListSchema = z.object({ value: z.object({ variables: z.array(z.unknown()) }) });
    expect(ListSchema.parse(await ask('List', {})).value.variables).toHaveLength(10_000);
    const updates = Object.fromEntries(names.map((name) => [name, { int_value: 7 }]));
    expect(await ask('UpdateBatch', { updates, atomic: true })).toMatchObject({ ok: true });
    // One that breaks its constraint keeps all of an atomic batch from being written.
    const bad = { ...updates, v5000: { int_value: 11 } };
    expect(await ask('UpdateBatch', { updates: bad, atomic: true })).toMatchObject({
      value: { written: [], failures: { v5000: expect.stringContaining('above 10') } },
    });
    expect(await ask('GetBatch', { names })).toMatchObject({
      value: { variables: { v5000: { value: { int_value: 7 }, version: 1 } }, missing: [] },
    });
    const stream = host.client.watch('VariableService/Watch', { session_id });
    stream.on('error', () => undefined);
    const [snapshot]: unknown[] = await once(stream, 'data');
    expect(snapshot).toMatchObject({ snapshot: { variables: expect.any(Array) } });
    stream.cancel();
    const more = { name: 'more', type: 'INTEGER', value: { int_value: 1 } };
    expect(await ask('Register', more)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('10000 variables at most'),
    });
  },
);

it(
  'names that every object has are names like any, of sessions and of what is in them',
  { timeout: 30_000 },
  async () => {
    await using host = await startGrpcTestHost();
    const ask = (service: string, request: object) => host.client.ask(service, request);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const session = { session_id: name };
      expect(await ask('VariableService/List', session)).toMatchObject({
        code: status.NOT_FOUND,
        fault: { details: { code: 'session_expired' } },
      });
      const data_json = `{"a":{"${name}":1}}`;
      expect(
        await ask('MasterStateService/Initialize', { ...session, data_json }),
      ).toMatchObject(
        name === '__proto__'
          ? { code: status.INVALID_ARGUMENT }
          : { value: { success: true, new_version: 1 } },
      );
      const metadata_json = `{"${name}":{"polluted":1}}`;
      const made = {
        ...session,
        name: 'x',
        type: 'INTEGER',
        value: { int_value: 1 },
        metadata_json,
      };
      await ask('VariableService/Register', made);
      const context = Object.fromEntries([[name, { json_value: '{"polluted":1}' }]]);
      expect(
        await ask('ExecutionService/ExecuteIntent', { name: 'cut', context, ...session }),
      ).toMatchObject({ ok: true });
      expect({}).not.toHaveProperty('polluted');
      expect(typeof {}.constructor).toBe('function');
    }
  },
);
