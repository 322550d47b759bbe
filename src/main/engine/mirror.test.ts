import { expect, test } from 'vitest';
import type { MirrorEvent } from '#shared/contract/mirror.ts';
import { systemClock } from '../clock.ts';
import { Mirror } from './mirror.ts';

const health = (device_id: string, latency_ms: number) => ({
  device_id,
  state: 'answering' as const,
  latency_ms,
  failures: 0,
  next_try_at: null,
  missed: 0,
  checked_at: null,
  last_answer_at: null,
  last_reached_at: null,
  message: null,
});

const reading = (mirror: Mirror) => {
  const end = new AbortController();
  const events = mirror.events(end.signal);
  return {
    end,
    async next(): Promise<MirrorEvent> {
      const { value } = await events.next();
      if (!value) throw new Error('the stream ended');
      return value;
    },
    done: async () => (await events.next()).done,
  };
};

test('a snapshot first, then what changed, newest value per key, revisions without a gap', async () => {
  const mirror = new Mirror(systemClock);
  mirror.set('health', 'a', health('a', 1));
  const reader = reading(mirror);
  const snapshot = await reader.next();
  expect(snapshot).toMatchObject({ type: 'snapshot', revision: 1 });
  for (let i = 0; i < 1000; i += 1) mirror.set('health', 'a', health('a', i));
  mirror.set('health', 'b', health('b', 5));
  const patch = await reader.next();
  expect(patch).toEqual({
    type: 'patch',
    from: 1,
    revision: 1002,
    changes: { health: { a: health('a', 999), b: health('b', 5) } },
  });
  mirror.set('health', 'b', null);
  expect(await reader.next()).toMatchObject({ from: 1002, changes: { health: { b: null } } });
  reader.end.abort();
  expect(await reader.done()).toBe(true);
});

test('a snapshot is a copy, and what is not there can be taken away without a word', async () => {
  const mirror = new Mirror(systemClock);
  const reader = reading(mirror);
  const snapshot = await reader.next();
  mirror.set('health', 'a', null);
  mirror.set('health', 'b', health('b', 1));
  expect(snapshot).toMatchObject({ revision: 0, state: { health: {} } });
  expect(await reader.next()).toMatchObject({ from: 0, revision: 1 });
  reader.end.abort();
});

test('a reader that waits ends when its signal aborts', async () => {
  const reader = reading(new Mirror(systemClock));
  await reader.next();
  const done = reader.done();
  reader.end.abort();
  expect(await done).toBe(true);
});
