import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

describe('executions over gRPC', () => {
  it('go through the one door in the name of their caller', async () => {
    await using host = await startGrpcTestHost();
    const context = {
      n: { int_value: 2 },
      json: { json_value: '{"a":1}' },
      ['__proto__']: { string_value: 'x' },
    };
    const agent = await host.connect({ agent: 'cam' });
    expect(
      await agent.ask('ExecutionService/ExecuteIntent', {
        name: 'cut',
        context,
        timeout_ms: 900,
        session_id: 'show',
      }),
    ).toMatchObject({
      value: { success: true, outcome: 'ok', name: 'cut', origin: 'agent:cam', error: null },
    });
    expect(
      await host.client.ask('ExecutionService/ExecuteMacro', { macro_id: 'm' }),
    ).toMatchObject({ value: { origin: 'api:token' } });
    expect(host.engine.asked).toMatchObject([
      { context: { n: 2, json: { a: 1 } }, timeout_ms: 900, session_id: 'show' },
      { macro_id: 'm', dry_run: false },
    ]);
    expect({}).not.toHaveProperty('x');
  });

  it('tell trouble of a device as an outcome, and what is not there as an error', async () => {
    await using host = await startGrpcTestHost();
    const run = () => host.client.ask('ExecutionService/ExecuteIntent', { name: 'cut' });
    host.engine.fault = {
      error_type: 'connection_refused',
      message: 'Nobody is there.',
      details: { hint: 'Start it.' },
    };
    expect(await run()).toMatchObject({
      value: {
        success: false,
        outcome: 'failed',
        error: { error_type: 'connection_refused', hint: 'Start it.' },
      },
    });
    host.engine.fault = { error_type: 'intent_not_found', message: 'No cut.', details: {} };
    expect(await run()).toMatchObject({ code: status.NOT_FOUND, details: 'No cut.' });
    const far = { name: 'cut', context: { n: { int_value: '9007199254740993' } } };
    expect(await host.client.ask('ExecutionService/ExecuteIntent', far)).toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('are cancelled when the deadline passes or the caller takes them back', async () => {
    await using host = await startGrpcTestHost();
    const cancelled: string[] = [];
    let asked = Promise.withResolvers<void>();
    let over = Promise.withResolvers<void>();
    host.engine.work = async ({ signal }) => {
      asked.resolve();
      if (signal && !signal.aborted) await once(signal, 'abort');
      cancelled.push('yes');
      over.resolve();
    };
    const name = 'cut';
    const late = await host.client.ask(
      'ExecutionService/ExecuteIntent',
      { name },
      { deadline: Date.now() + 150 },
    );
    expect(late).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await over.promise;
    asked = Promise.withResolvers<void>();
    over = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const call = host.client.begin(
      'ExecutionService/ExecuteMacro',
      { macro_id: 'm' },
      {},
      (e) => ended.resolve(e),
    );
    await asked.promise;
    call.cancel();
    expect(await ended.promise).toMatchObject({ code: status.CANCELLED });
    await over.promise;
    expect(cancelled).toHaveLength(2);
  });

  it('list what there is, and are watched by way of the mirror', async () => {
    await using host = await startGrpcTestHost();
    await host.api('/api/intents/cut', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ intent_name: 'cut', description: 'to black', actions: [] }),
    });
    expect(await host.client.ask('ExecutionService/ListIntents')).toMatchObject({
      value: { intents: [{ name: 'cut', description: 'to black' }] },
    });
    const stream = host.client.watch('ExecutionService/Watch');
    stream.on('error', () => undefined);
    stream.on('data', () => undefined);
    while (host.engine.mirrors.length === 0) await new Promise(setImmediate);
    const [mirror] = host.engine.mirrors;
    if (!mirror) throw new Error('no mirror');
    const freed = once(mirror, 'abort');
    stream.cancel();
    await freed;
  });
});
