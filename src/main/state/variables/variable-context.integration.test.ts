import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { RedisFixture } from '../../store/redis/redis-fixture.ts';
import { linkOn } from '../redis-link-fixture.ts';
import type { RedisLink } from '../redis-link.ts';
import { openBridged, openLocal } from './providers.ts';
import { given } from './state-provider-conformance.ts';
import { failed, type StateProvider } from './state-provider.ts';
import { VariableContext, type Bridge } from './variable-context.ts';

let redis: RedisFixture;
let link: RedisLink;
beforeAll(async () => {
  redis = await RedisFixture.open({ appendfsync: 'no' });
  link = await linkOn(redis);
});
afterAll(async () => {
  link.close();
  await redis.close();
});

let sessions = 0;
const begin = async (bridge?: Bridge): Promise<VariableContext> => {
  sessions += 1;
  const sessionId = `context_${sessions}`;
  const local = given(await openLocal({ clock: systemClock, sessionId }));
  return new VariableContext(
    local,
    bridge ??
      ((existingState) => openBridged({ link, clock: systemClock, sessionId, existingState })),
  );
};

/** Numbers that look random and are the same for the same seed (mulberry32). */
const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const pause = (turns: number): Promise<void> =>
  turns === 0
    ? Promise.resolve()
    : new Promise((resolve) => setImmediate(resolve)).then(() => pause(turns - 1));

const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** Each writer has a variable of its own and counts it up; readers may never see it fall, or not at all. */
const play = async (seed: number): Promise<void> => {
  const dice = random(seed);
  const context = await begin();
  for (const name of NAMES) given(await context.register(name, 'integer', 0));
  const written = new Map(NAMES.map((name) => [name, 0]));
  const phase = { writing: true };
  const writers = NAMES.map(async (name) => {
    const turns = 5 + dice(25);
    for (let n = 1; n <= turns; n += 1) {
      await pause(dice(3));
      if (dice(4) === 0)
        given(await context.updateMany({ [name]: n }, { atomic: dice(2) === 0 }));
      else given(await context.set(name, n));
      written.set(name, n);
    }
  });
  const readers = [0, 1].map(async () => {
    const seen = new Map(NAMES.map((name) => [name, 0]));
    while (phase.writing) {
      // What was acknowledged before the question has to be in the answer.
      const least = new Map(written);
      const many = given(await context.getMany(NAMES));
      const [one = 'a'] = NAMES.slice(dice(5));
      const single = Number(given(await context.get(one)));
      for (const name of NAMES) {
        const value = Number(many[name]);
        expect(value).toBeGreaterThanOrEqual(
          Math.max(least.get(name) ?? 0, seen.get(name) ?? 0),
        );
        seen.set(name, value);
      }
      expect(single).toBeGreaterThanOrEqual(seen.get(one) ?? 0);
      seen.set(one, single);
      await pause(1);
    }
  });
  const ending = new AbortController();
  const watched = new Map<string, number>();
  const finals = new Map<string, number>();
  const watcher = (async () => {
    for await (const event of context.watch(ending.signal)) {
      const variables =
        event.kind === 'snapshot'
          ? event.variables
          : event.kind === 'set'
            ? [event.variable]
            : [];
      for (const { name, value } of variables) {
        expect(Number(value)).toBeGreaterThanOrEqual(watched.get(name) ?? 0);
        watched.set(name, Number(value));
      }
      const isLast = NAMES.every((name) => watched.get(name) === finals.get(name));
      if (isLast) return;
    }
  })();
  await pause(dice(60));
  const moved = await Promise.all([context.attachRemote(), context.attachRemote()]);
  expect(moved.map(given)).toEqual([{ moved: true }, { moved: true }]);
  await Promise.all(writers);
  phase.writing = false;
  await Promise.all(readers);
  // One more of each, so that a watcher that waits for the end hears of it.
  for (const name of NAMES) finals.set(name, (written.get(name) ?? 0) + 1);
  for (const [name, last] of finals) given(await context.set(name, last));
  await watcher;
  ending.abort();
  expect(context.backend).toBe('bridged');
  for (const variable of given(await context.list())) {
    expect(variable.value).toBe(finals.get(variable.name));
    expect(variable.version).toBe(finals.get(variable.name));
    expect(variable.metadata['migrated_from']).toBe('local');
  }
};

describe('the context of a session', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'switches with nothing lost and no gap seen (seed %i)',
    play,
  );

  it('stays local where the bridge fails, and tries again', async () => {
    let refusals = 1;
    const context = await begin(async (existingState) => {
      refusals -= 1;
      return refusals >= 0
        ? failed({ code: 'store_unavailable', message: 'away' })
        : openBridged({ link, clock: systemClock, sessionId: 'again', existingState });
    });
    given(await context.register('x', 'integer', 1));
    const [attached, set] = await Promise.all([context.attachRemote(), context.set('x', 2)]);
    expect(attached).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    given(set);
    expect([context.backend, context.requiresBridge()]).toEqual(['local', false]);
    expect(given(await context.attachRemote())).toEqual({ moved: true });
    expect([context.backend, context.requiresBridge()]).toEqual(['bridged', true]);
    expect(given(await context.get('x'))).toBe(2);
    expect(given(await context.attachRemote())).toEqual({ moved: false });
  });

  it('becomes bridged where an earlier attempt was written and its answer lost', async () => {
    let answers = 0;
    const sessionId = 'unanswered';
    const context = await begin(async (existingState) => {
      const opened = await openBridged({ link, clock: systemClock, sessionId, existingState });
      answers += 1;
      return answers === 1 ? failed({ code: 'store_unavailable', message: 'late' }) : opened;
    });
    given(await context.register('kept', 'integer', 1));
    given(await context.register('x', 'integer', 1));
    expect(await context.attachRemote()).toMatchObject({ ok: false });
    given(await context.set('x', 2));
    given(await context.register('y', 'integer', 3));
    expect(given(await context.attachRemote())).toEqual({ moved: true });
    expect(given(await context.getMany(['kept', 'x', 'y']))).toEqual({ kept: 1, x: 2, y: 3 });
    // What another made of that name is nobody's earlier attempt.
    const stranger = await begin((existingState) =>
      openBridged({ link, clock: systemClock, sessionId, existingState }),
    );
    given(await stranger.register('x', 'integer', 9));
    expect(await stranger.attachRemote()).toMatchObject({ error: { code: 'import_failed' } });
    expect(given(await context.get('x'))).toBe(2);
  });

  it('is seen by others once it is bridged', async () => {
    const context = await begin();
    given(await context.register('x', 'integer', 1));
    given(await context.attachRemote());
    const open = (): Promise<StateProvider> =>
      openBridged({ link, clock: systemClock, sessionId: context.sessionId }).then(given);
    const other = await open();
    given(await other.set('x', 7));
    expect(given(await context.get('x'))).toBe(7);
  });
});
