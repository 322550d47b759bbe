import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aRecording } from '../store-samples.ts';
import { RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open({ appendfsync: 'no' });
});
afterEach(() => redis.reset());
afterAll(() => redis.close());

const OK = 'mcr:companion:trace:ok';
const wait = { interval: 5, timeout: 5000 };

test('many of one outcome never push out the one of another', async () => {
  const store = await redis.readyStore();
  const other = redis.other();
  const failed = aRecording({ outcome: 'failed', success: false });
  await store.record(failed);
  const text = 'y'.repeat(2000);
  const filling = () => ({ ...aRecording({ metadata: { text } }), traceMaxBytes: 100_000 });
  for (let round = 0; round < 10; round += 1)
    await Promise.all(Array.from({ length: 200 }, () => store.record(filling())));
  await expect.poll(() => other.memory('USAGE', OK), wait).toBeLessThan(150_000);
  expect(await other.xlen(OK)).toBeGreaterThan(10);
  const id = failed.execution.execution_id;
  expect(await store.execution(id)).toMatchObject({ execution_id: id, outcome: 'failed' });
  // Audit entries are small, and none was given up for the traces.
  expect(await other.xlen('mcr:companion:audit')).toBeGreaterThan(900);
});

test('what is older than an hour goes, all but the newest two hundred', async () => {
  const store = await redis.readyStore();
  const other = redis.other();
  const old = Date.now() - 2 * 3_600_000;
  for (let i = 0; i < 1500; i += 1) await other.xadd(OK, `${old}-${i}`, 'record', '{}');
  const text = 'y'.repeat(12_000);
  // As much as makes the stream be looked at.
  for (let i = 0; i < 100; i += 1) await store.record(aRecording({ metadata: { text } }));
  await expect.poll(() => other.xlen(OK), wait).toBeLessThan(400);
  expect(await other.xlen(OK)).toBeGreaterThanOrEqual(200);
});

test('what was recorded is read back by the next session, of all outcomes, newest first', async () => {
  const store = await redis.readyStore();
  const recordings = (['ok', 'failed', 'sent', 'skipped', 'ok'] as const).map((outcome) =>
    aRecording({ outcome, success: outcome === 'ok' || outcome === 'sent' }),
  );
  for (const recording of recordings) await store.record(recording);
  await store.close();
  const next = await redis.readyStore();
  const ids = (await next.recentExecutions(4)).map(({ execution_id }) => execution_id);
  const newest = recordings.map(({ execution }) => execution.execution_id).toReversed();
  expect(ids).toEqual(newest.slice(0, 4));
});
