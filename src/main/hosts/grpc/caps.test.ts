import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { status, type ClientReadableStream } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { failureOf, type BridgeClient } from './client-fixture.ts';
import { startGrpcTestHost } from './grpc-host-fixture.ts';

const session_id = 's';

/** So many watches of one connection, each with its first event. */
const watchesOf = async (
  client: BridgeClient,
  count: number,
): Promise<ClientReadableStream<unknown>[]> => {
  const streams = Array.from({ length: count }, () => {
    const stream = client.watch('MasterStateService/Watch', { session_id });
    stream.on('error', () => undefined);
    return stream;
  });
  await Promise.all(streams.map((stream) => once(stream, 'data')));
  return streams;
};

const snapshot = (client: BridgeClient, ms: number) =>
  client.ask('MasterStateService/GetSnapshot', { session_id }, { deadline: Date.now() + ms });

describe('the caps of gRPC', () => {
  it(
    '200 watches: the next one is told so, calls go on, and one that ends makes room',
    { timeout: 30_000 },
    async () => {
      await using host = await startGrpcTestHost();
      const [first] = await watchesOf(host.client, 99);
      await watchesOf(await host.connect(), 99);
      const third = await host.connect();
      await watchesOf(third, 2);
      expect(host.grpc.watching).toBe(200);
      const [error]: unknown[] = await once(
        third.watch('MasterStateService/Watch', { session_id }),
        'error',
      );
      expect(failureOf(error)).toMatchObject({
        code: status.RESOURCE_EXHAUSTED,
        details: '200 streams are watched already.',
        fault: { error_type: 'rate_limited', hint: expect.stringContaining('End some first') },
      });
      expect(await third.ask('MasterStateService/GetSnapshot', { session_id })).toMatchObject({
        ok: true,
      });
      first?.cancel();
      for (let i = 0; host.grpc.watching === 200 && i < 100; i += 1) await sleep(10);
      await watchesOf(third, 1);
      expect(host.grpc.watching).toBe(200);
    },
  );

  it(
    '100 streams of one connection: the next call waits for one to end, no longer than its deadline',
    { timeout: 30_000 },
    async () => {
      await using host = await startGrpcTestHost();
      const [first] = await watchesOf(host.client, 100);
      expect(await snapshot(host.client, 200)).toMatchObject({
        code: status.DEADLINE_EXCEEDED,
      });
      // Another connection has its own hundred.
      expect(await snapshot(await host.connect(), 5_000)).toMatchObject({ ok: true });
      first?.cancel();
      for (let i = 0; host.grpc.watching === 100 && i < 100; i += 1) await sleep(10);
      expect(await snapshot(host.client, 5_000)).toMatchObject({ ok: true });
    },
  );

  it(
    'a thousand calls at once are all answered, a hundred at a time',
    { timeout: 30_000 },
    async () => {
      await using host = await startGrpcTestHost();
      const answers = await Promise.all(
        Array.from({ length: 1000 }, () =>
          host.client.ask('MasterStateService/GetSnapshot', { session_id }),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1000);
    },
  );
});
