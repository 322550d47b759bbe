import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Redis } from 'ioredis';
import { ManualClock } from '../../clock-double.ts';
import { systemClock } from '../../clock.ts';
import { ClusterFixture } from '../../store/redis/cluster-fixture.ts';
import { RedisFixture } from '../../store/redis/redis-fixture.ts';
import { linkOn, openLink } from '../redis-link-fixture.ts';
import { MASTER_PREFIX } from '../state-keys.ts';
import { describeMasterState } from './master-state-conformance.ts';
import { MasterState } from './master-state.ts';
import { createRedisShelf } from './redis-shelf.ts';

let redis: RedisFixture;
let cluster: ClusterFixture;
beforeAll(async () => {
  [redis, cluster] = await Promise.all([
    RedisFixture.open({ appendfsync: 'no' }),
    ClusterFixture.open(),
  ]);
}, 60_000);
afterAll(() => Promise.all([redis.close(), cluster.close()]));

const write = (client: Redis, session: string, text: string | null): Promise<unknown> =>
  text === null
    ? client.del(MASTER_PREFIX + session)
    : client.set(MASTER_PREFIX + session, text);

describeMasterState('redis', async () => {
  const link = await linkOn(redis);
  const other = redis.other();
  return {
    shelf: createRedisShelf(link),
    foreign: async (session, text) => {
      await write(other, session, text);
    },
    raw: (session) => other.get(MASTER_PREFIX + session),
    close: async () => {
      link.close();
      await redis.reset();
    },
  };
});

describeMasterState('a redis cluster', async () => {
  const link = await openLink({
    label: 'cluster',
    topology: 'cluster',
    nodes: [{ host: '127.0.0.1', port: cluster.at(0).port }],
    options: {},
  });
  return {
    shelf: createRedisShelf(link),
    foreign: async (session, text) => {
      await cluster.onOwner(MASTER_PREFIX + session, (client) => write(client, session, text));
    },
    raw: (session) =>
      cluster.onOwner(MASTER_PREFIX + session, (client) => client.get(MASTER_PREFIX + session)),
    close: async () => {
      link.close();
      await cluster.reset();
    },
  };
});

/** Adds one to `n` so often with WATCH, as the seed does it. */
const watchWriter = async (client: Redis, key: string, times: number): Promise<void> => {
  for (let done = 0; done < times;) {
    await client.watch(key);
    const text = (await client.get(key)) ?? '{"version":0,"data":{"n":0}}';
    const state: { version: number; data: { n: number } } = JSON.parse(text);
    const next = { version: state.version + 1, data: { n: state.data.n + 1 } };
    const result = await client.multi().set(key, JSON.stringify(next)).exec();
    if (result !== null) done += 1;
  }
};

const add = (n: unknown) => [{ op: 'add', path: '/n', value: Number(n ?? 0) + 1 }];

describe('many writers of one master state', () => {
  const S = 'crowd';

  it('lose no update: 8 writers × 500 commits, two of them with WATCH', async () => {
    const links = await Promise.all([linkOn(redis), linkOn(redis)]);
    const rooms = links.map(
      (link) =>
        new MasterState({
          shelf: createRedisShelf(link),
          clock: systemClock,
          bounds: () => ({ maxEntries: 100_000, maxBytes: 1e9 }),
        }),
    );
    const updating = rooms.flatMap((room) =>
      Array.from({ length: 2 }, async () => {
        for (let i = 0; i < 500; i += 1)
          await room.update(S, ({ data }) => add(data['n']), 'x');
      }),
    );
    // The seed's way: read, commit to what was read, and once more after a conflict.
    const committing = rooms.map(async (room) => {
      for (let done = 0; done < 500;) {
        const { version, data } = await room.getSnapshot(S);
        const result = await room.commitPatch(S, version, add(data['n']), { origin: 'y' });
        if (result.success) done += 1;
      }
    });
    const watching = [redis.other(), redis.other()].map((client) =>
      watchWriter(client, MASTER_PREFIX + S, 500),
    );
    await Promise.all([...updating, ...committing, ...watching]);
    const [room] = rooms;
    expect(await room?.getSnapshot(S)).toEqual({ version: 4000, data: { n: 4000 } });
    const history = (await room?.history(S, { limit: 10_000 })) ?? [];
    let version = 4000;
    for (const commit of history) {
      expect(commit.version).toBe(version);
      version = commit.base;
    }
    expect(version).toBe(0);
    const ours = history.filter(({ kind }) => kind !== 'foreign');
    expect(ours).toHaveLength(3000);
    expect((await room?.versionAt(S, ours[2999]?.version ?? 0))?.data['n']).toBe(
      ours[2999]?.version,
    );
    for (const link of links) link.close();
    await redis.reset();
  }, 120_000);

  it('are told that a change may be written where Redis did not answer, and that it is not where it was never asked', async () => {
    const link = await linkOn(redis);
    const state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
    await state.initializeState(S, {}, 'x');
    const commit = () =>
      state.commitPatch(S, 1, [{ op: 'add', path: '/a', value: 1 }], { origin: 'x' });
    redis.signal('SIGSTOP');
    try {
      await expect(commit()).rejects.toMatchObject({
        fault: {
          error_type: 'store_unavailable',
          message: expect.stringContaining('may have been written'),
          details: { hint: expect.stringContaining('Read what stands there') },
        },
      });
      await expect(commit()).rejects.toMatchObject({
        fault: { message: expect.not.stringContaining('may have been written') },
      });
    } finally {
      redis.signal('SIGCONT');
    }
    link.close();
    await redis.reset();
  });

  it('keep what lost within ten megabytes, for a week', async () => {
    const link = await linkOn(redis);
    const state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
    await state.initializeState(S, {}, 'x');
    for (let n = 0; n < 5; n += 1) {
      const patch = [{ op: 'add', path: '/n', value: `${n}${'x'.repeat(2_900_000)}` }];
      expect(await state.commitPatch(S, 0, patch, { origin: 'x' })).toMatchObject({
        lost: { lost_id: expect.any(String) },
      });
    }
    const lost = await state.lostPatches(S);
    expect(lost.map((each) => String(each.patch[0]?.['value'])[0])).toEqual(['4', '3', '2']);
    const key = `mcr:companion:master_lost:{${MASTER_PREFIX}${S}}`;
    expect(await redis.other().ttl(key)).toBeGreaterThan(6 * 24 * 3600);
    // What somebody else put there is passed over.
    await redis.other().xadd(key, '*', 'lost', '{', 'bytes', 0);
    expect(await state.lostPatches(S)).toHaveLength(3);
    link.close();
    await redis.reset();
  });

  it('stand in the order of their versions, whatever the clocks of their writers say', async () => {
    const link = await linkOn(redis);
    const rooms = ['21', '19'].map((hour) => {
      const clock = new ManualClock(Date.parse(`2026-11-21T${hour}:00:00Z`));
      return new MasterState({ shelf: createRedisShelf(link), clock });
    });
    const [ahead, behind] = rooms;
    const ending = new AbortController();
    const events = ahead?.watch(S, ending.signal);
    await events?.next();
    for (const room of [ahead, behind, ahead, behind])
      await room?.update(S, ({ data }) => add(data['n']), 'x');
    const history = (await behind?.history(S, { limit: 10 })) ?? [];
    expect(history.map(({ version, at }) => [version, at.slice(11, 13)])).toEqual([
      [4, '19'],
      [3, '21'],
      [2, '19'],
      [1, '21'],
    ]);
    for (let version = 1; version <= 4; version += 1)
      expect(await events?.next()).toMatchObject({ value: { commit: { version } } });
    // Those that came too late are kept in the order in which they came.
    for (const room of [ahead, behind, ahead])
      await room?.commitPatch(S, 1, add(0), { origin: 'x' });
    const lost = (await ahead?.lostPatches(S)) ?? [];
    expect(lost.map(({ at }) => at.slice(11, 13))).toEqual(['21', '19', '21']);
    ending.abort();
    link.close();
    await redis.reset();
  });

  it('makes a WATCH writer conflict', async () => {
    const link = await linkOn(redis);
    const state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
    const other = redis.other();
    await state.initializeState(S, { n: 1 }, 'x');
    await other.watch(MASTER_PREFIX + S);
    await state.commitPatch(S, 1, [{ op: 'replace', path: '/n', value: 2 }], { origin: 'x' });
    expect(
      await other
        .multi()
        .set(MASTER_PREFIX + S, 'lost')
        .exec(),
    ).toBeNull();
    expect(await state.getSnapshot(S)).toEqual({ version: 2, data: { n: 2 } });
    link.close();
    await redis.reset();
  });

  it('is told of commits by watchers after Redis was away', async () => {
    const link = await linkOn(redis);
    const state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
    await state.initializeState(S, { n: 1 }, 'x');
    const ending = new AbortController();
    const events = state.watch(S, ending.signal);
    await events.next();
    await redis.kill();
    await expect(state.getSnapshot(S)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await redis.start();
    const other = redis.other();
    await other.set(MASTER_PREFIX + S, '{"version":2,"data":{"n":2}}');
    expect(await events.next()).toMatchObject({
      value: { kind: 'commit', commit: { version: 2, kind: 'foreign' } },
    });
    ending.abort();
    link.close();
    await redis.reset();
  });
});
