import { describe, expect, it } from 'vitest';
import type { Frame } from '../ports.ts';
import { PreviewHub } from './preview-hub.ts';

const frame = (index: number): Frame => ({
  index,
  jpeg: Buffer.from([index]),
  arrivedNs: BigInt(index),
  arrivedMs: index,
  takenMs: index,
  pts: null,
  gap: null,
});
const indexOf = (result: IteratorResult<Frame, void>): number | undefined =>
  result.value?.index;

describe('PreviewHub', () => {
  it('gives a slow viewer the newest picture, and a quick one each', async () => {
    const hub = new PreviewHub();
    const ending = new AbortController();
    const quick = hub.watch('a', ending.signal);
    const slow = hub.watch('a', ending.signal);
    const seen: (number | undefined)[] = [];
    for (let index = 0; index < 5; index += 1) {
      const next = quick.next();
      hub.offer('a', frame(index));
      seen.push(indexOf(await next));
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(indexOf(await slow.next())).toBe(4);
    const waiting = slow.next();
    hub.offer('b', frame(99));
    hub.offer('a', frame(5));
    hub.offer('a', frame(6));
    expect(indexOf(await waiting)).toBe(6);
    ending.abort();
  });

  it('ends a viewer that waits when its signal aborts', async () => {
    const hub = new PreviewHub();
    const ending = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const one of hub.watch('a', ending.signal)) {
        seen.push(one.index);
        if (seen.length === 1) setImmediate(() => ending.abort());
      }
    })();
    hub.offer('a', frame(1));
    await watching;
    hub.offer('a', frame(2));
    expect(seen).toEqual([1]);
    expect((await hub.watch('a', ending.signal).next()).done).toBe(true);
  });

  it('shows no picture of a camera that was let go, and the first one of the next', async () => {
    const hub = new PreviewHub();
    const ending = new AbortController();
    hub.offer('a', frame(7));
    expect(hub.latest('a')?.index).toBe(7);
    hub.clear('a');
    expect(hub.latest('a')).toBeNull();
    const next = hub.watch('a', ending.signal).next();
    hub.clear('a');
    hub.offer('a', frame(0));
    expect(indexOf(await next)).toBe(0);
    ending.abort();
  });

  it('leaves no listener on the signal of a viewer that stays', async () => {
    const hub = new PreviewHub();
    let listeners = 0;
    const ending = new AbortController();
    const { signal } = ending;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const viewer = hub.watch('a', signal);
    for (let index = 0; index < 10; index += 1) {
      const next = viewer.next();
      hub.offer('a', frame(index));
      await next;
    }
    expect(listeners).toBe(0);
    ending.abort();
  });
});
