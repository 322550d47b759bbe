import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import type { Frame } from '../ports.ts';
import { PreviewHub } from './preview-hub.ts';

let clock: ManualClock;
let hub: PreviewHub;
let index: number;
beforeEach(() => {
  clock = new ManualClock();
  hub = new PreviewHub(clock);
  index = 0;
});

/** Offers a picture that was taken this moment. */
const take = (slot = 'a'): void => {
  const now = clock.now();
  const frame: Frame = {
    index,
    jpeg: Buffer.from([index]),
    arrivedNs: BigInt(index),
    arrivedMs: now,
    takenMs: now,
    pts: null,
    gap: null,
  };
  index += 1;
  hub.offer(slot, frame);
};

const look = (slot = 'a', says: 'drawn' | 'taken' = 'drawn') => {
  const seen: number[] = [];
  let isGone = false;
  const viewing = hub.view(slot, {
    says,
    show: (frame) => seen.push(frame.index),
    gone: () => (isGone = true),
  });
  return {
    seen,
    done: () => viewing.done(),
    end: () => viewing.end(),
    isGone: () => isGone,
  };
};

const figures = (slot = 'a') => {
  hub.measure(slot);
  return hub.figures(slot);
};

/** Thirty pictures a second for `seconds`; `each` is told of each, and draws what it likes. */
const run = async (seconds: number, each: (at: number) => void): Promise<void> => {
  for (let at = 0; at < seconds * 30; at += 1) {
    take();
    await clock.advance(20);
    each(at);
    await clock.advance(at % 3 === 0 ? 14 : 13);
  }
};

describe('what a viewer is shown', () => {
  it('is each picture for a quick one, the newest for a slow one', () => {
    const quick = look();
    const slow = look();
    for (let count = 0; count < 6; count += 1) {
      take();
      quick.done();
    }
    expect(quick.seen).toEqual([0, 1, 2, 3, 4, 5]);
    expect(slow.seen).toEqual([0, 1]);
    slow.done();
    expect(slow.seen).toEqual([0, 1, 5]);
    slow.done();
    expect(slow.seen).toEqual([0, 1, 5]);
    take('b');
    take();
    expect(slow.seen).toEqual([0, 1, 5, 7]);
  });

  it('is never more than two pictures that it has not drawn', () => {
    const silent = look();
    for (let count = 0; count < 100; count += 1) take();
    expect(silent.seen).toEqual([0, 1]);
  });

  it('begins with the picture that is there, and ends when it leaves', () => {
    take();
    const viewer = look();
    expect(viewer.seen).toEqual([0]);
    take();
    take();
    viewer.end();
    viewer.done();
    take();
    expect(viewer.seen).toEqual([0, 1]);
  });

  it('is no picture of a camera that was let go, and the first one of the next', () => {
    const viewer = look();
    take();
    take();
    take();
    expect(hub.latest('a')?.index).toBe(2);
    hub.clear('a');
    expect(hub.latest('a')).toBeNull();
    viewer.done();
    expect(viewer.seen).toEqual([0, 1]);
    take();
    expect(viewer.seen).toEqual([0, 1, 3]);
    expect(look().seen).toEqual([3]);
  });

  it('ends with its slot', () => {
    const viewer = look();
    hub.remove('a');
    expect(viewer.isGone()).toBe(true);
    take();
    viewer.done();
    viewer.end();
    expect(viewer.seen).toEqual([]);
    expect(look().seen).toEqual([0]);
  });
});

describe('what is measured', () => {
  it('is unknown without a viewer', async () => {
    const unknown = {
      viewers: 0,
      fps: null,
      to_screen_p50_ms: null,
      to_screen_p95_ms: null,
    };
    expect(figures()).toEqual(unknown);
    await run(1, () => undefined);
    expect(figures()).toEqual(unknown);
    const viewer = look();
    expect(figures()).toEqual({ ...unknown, viewers: 1 });
    viewer.end();
    expect(figures()).toEqual(unknown);
  });

  it('is the time from taken to drawn', async () => {
    const viewer = look();
    await run(4, () => viewer.done());
    expect(figures()).toEqual({
      viewers: 1,
      fps: expect.closeTo(30, 0),
      to_screen_p50_ms: 20,
      to_screen_p95_ms: 20,
    });
  });

  it('shows the few that came late in the 95th percentile alone', async () => {
    const viewer = look();
    await run(4, (at) => {
      // Every tenth one is drawn with the next.
      if (at % 10 === 8) return;
      viewer.done();
      if (at % 10 === 9) viewer.done();
    });
    expect(figures()).toMatchObject({ to_screen_p50_ms: 20, to_screen_p95_ms: 53 });
  });

  it('is the rate of the slowest of two, the delays of both', async () => {
    const quick = look();
    const slow = look();
    await run(4, (at) => {
      quick.done();
      if (at % 3 === 2) slow.done();
    });
    const { viewers, fps, to_screen_p50_ms, to_screen_p95_ms } = figures();
    expect([viewers, to_screen_p50_ms]).toEqual([2, 20]);
    expect(fps).toBeCloseTo(10, 0);
    // Two pictures under way to one that takes a tenth of a second for each.
    expect(to_screen_p95_ms).toBeGreaterThan(100);
    expect(to_screen_p95_ms).toBeLessThan(230);
    slow.end();
    expect(figures()).toMatchObject({ viewers: 1, to_screen_p95_ms: 20 });
    expect(figures().fps).toBeCloseTo(30, 0);
  });

  it('tells of a viewer that never draws, once it had time to', async () => {
    const quick = look();
    look();
    await run(1, () => quick.done());
    expect(figures()).toMatchObject({ viewers: 2, fps: expect.closeTo(30, 0) });
    await run(3, () => quick.done());
    expect(figures()).toMatchObject({ viewers: 2, fps: 0, to_screen_p95_ms: 20 });
  });

  it('counts those that only take pictures, and asks nothing else of them', async () => {
    const stream = look('a', 'taken');
    await run(4, () => stream.done());
    expect(stream.seen).toHaveLength(120);
    expect(figures()).toEqual({
      viewers: 1,
      fps: null,
      to_screen_p50_ms: null,
      to_screen_p95_ms: null,
    });
  });

  it('forgets', async () => {
    const viewer = look();
    await run(4, () => viewer.done());
    await clock.advance(6_000);
    expect(figures()).toEqual({
      viewers: 1,
      fps: 0,
      to_screen_p50_ms: null,
      to_screen_p95_ms: null,
    });
  });

  it('stands until it is measured again', async () => {
    const viewer = look();
    await run(1, () => viewer.done());
    const before = figures();
    viewer.end();
    expect(hub.figures('a')).toEqual(before);
    hub.clear('a');
    expect(hub.figures('a').viewers).toBe(0);
  });
});
