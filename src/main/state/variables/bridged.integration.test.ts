import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { systemClock } from '../../clock.ts';
import { ClusterFixture } from '../../store/redis/cluster-fixture.ts';
import { RedisFixture } from '../../store/redis/redis-fixture.ts';
import { linkOn, openLink } from '../redis-link-fixture.ts';
import { VARIABLES_PREFIX } from '../state-keys.ts';
import { openBridged } from './providers.ts';
import { describeStateProvider, given } from './state-provider-conformance.ts';

const SESSION = 'session';

let redis: RedisFixture;
let cluster: ClusterFixture;
beforeAll(async () => {
  [redis, cluster] = await Promise.all([
    RedisFixture.open({ appendfsync: 'no' }),
    ClusterFixture.open(),
  ]);
}, 60_000);
afterAll(() => Promise.all([redis.close(), cluster.close()]));

describeStateProvider('bridged', async () => {
  const link = await linkOn(redis);
  const clock = new ManualClock();
  const other = redis.other();
  return {
    clock,
    open: (existingState, sessionId = SESSION) =>
      openBridged({ link, clock, existingState, sessionId }),
    expire: () => other.pexpire(VARIABLES_PREFIX + SESSION, 0).then(() => undefined),
    async close() {
      link.close();
      await redis.reset();
    },
  };
});

describe('on a cluster', () => {
  describeStateProvider('bridged', async () => {
    const link = await openLink({
      label: 'cluster',
      topology: 'cluster',
      nodes: [{ host: '127.0.0.1', port: cluster.at(0).port }],
      options: {},
    });
    const clock = new ManualClock();
    const key = VARIABLES_PREFIX + SESSION;
    return {
      clock,
      open: (existingState, sessionId = SESSION) =>
        openBridged({ link, clock, existingState, sessionId }),
      expire: () =>
        cluster.onOwner(key, (client) => client.pexpire(key, 0)).then(() => undefined),
      async close() {
        link.close();
        await cluster.reset();
      },
    };
  });
});

describe('bridged variables', () => {
  const key = VARIABLES_PREFIX + SESSION;
  const opened = async (ttlMs?: number) => {
    const link = await linkOn(redis);
    const state = given(
      await openBridged({ link, clock: systemClock, sessionId: SESSION, ttlMs }),
    );
    return { link, state };
  };

  it('live as long as they are used', async () => {
    const { link, state } = await opened(60_000);
    given(await state.register('x', 'integer', 1));
    const other = redis.other();
    const left = async () =>
      Math.min(
        await other.pttl(key),
        await other.pttl(`mcr:companion:variable_changes:{${key}}`),
      );
    expect(await left()).toBeGreaterThan(59_000);
    // As if most of the time had passed.
    await other.pexpire(key, 1000);
    given(await state.set('x', 2));
    expect(await left()).toBeGreaterThan(59_000);
    await other.pexpire(key, 1000);
    const again = await opened(60_000);
    given(await again.state.get('x'));
    given(await again.state.list());
    expect(await left()).toBeGreaterThan(59_000);
    for (const { close } of [link, again.link].map((one) => ({ close: () => one.close() })))
      close();
    await redis.reset();
  });

  it('end where nobody uses them, and watchers are told', async () => {
    const { link, state } = await opened(300);
    given(await state.register('x', 'integer', 1));
    const events = state.watch(new AbortController().signal);
    await events.next();
    for (;;) {
      const { value } = await events.next();
      if (value?.kind === 'expired') break;
    }
    expect(await state.get('x')).toMatchObject({ error: { code: 'session_expired' } });
    expect(await redis.other().exists(key)).toBe(0);
    link.close();
    await redis.reset();
  });

  it('keep their times in order, whatever the clocks of their writers say', async () => {
    const link = await linkOn(redis);
    const at = (time: string) =>
      openBridged({
        link,
        clock: new ManualClock(Date.parse(`2026-11-21T${time}Z`)),
        sessionId: SESSION,
      }).then(given);
    const [early, right, late] = [
      await at('19:00:00'),
      await at('20:00:00'),
      await at('21:00:00'),
    ];
    given(await right.register('x', 'integer', 0));
    const times: string[] = [];
    for (const [n, writer] of [early, right, late, early, right].entries()) {
      given(await writer.set('x', n));
      const { created_at, last_updated_at, version } = given(await right.describe('x'));
      expect([created_at, version]).toEqual(['2026-11-21T20:00:00.000Z', n + 1]);
      times.push(last_updated_at.slice(11, 16));
    }
    expect(times).toEqual(['20:00', '20:00', '21:00', '21:00', '21:00']);
    // How long a session lasts is for the clock of Redis alone.
    const left = await redis.other().pttl(key);
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    link.close();
    await redis.reset();
  });

  it('say that Redis is away, and go on when it is back', async () => {
    const { link, state } = await opened();
    given(await state.register('x', 'integer', 1));
    redis.signal('SIGSTOP');
    const answers = await Promise.all([state.get('x'), state.set('x', 2), state.list()]);
    redis.signal('SIGCONT');
    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    link.close();
    await redis.reset();
  });

  it('name what another writer ruined', async () => {
    const { link, state } = await opened();
    given(await state.register('x', 'integer', 1));
    await redis.other().hset(key, 'v:x', '{}');
    for (const answer of [await state.get('x'), await state.list(), await state.set('x', 1)])
      expect(answer).toMatchObject({ error: { code: 'validation_failed', variable: 'x' } });
    link.close();
    await redis.reset();
  });
});
