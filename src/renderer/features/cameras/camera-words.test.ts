import { describe, expect, it } from 'vitest';
import { cameraDouble } from './camera-double.ts';
import {
  dropWords,
  elapsedWords,
  gapWords,
  inOrder,
  modeWords,
  nextSlot,
  sizeWords,
  staleWords,
  statusWords,
  sumOf,
} from './camera-words.ts';

describe('a camera in words', () => {
  it('says how it is by shape and word, each its own', () => {
    const all = (['idle', 'starting', 'live', 'stalled', 'lost', 'error'] as const).map(
      (status) => statusWords(cameraDouble({ status })),
    );
    expect(new Set(all.map(({ words }) => words)).size).toBe(6);
    expect(all[2]).toEqual({ dot: 'answering', words: 'live' });
  });

  it('calls a picture stale that is not of this moment', () => {
    expect(staleWords(cameraDouble(), true)).toBeNull();
    expect(staleWords(cameraDouble({ status: 'stalled' }), true)).toBe('STALE');
    expect(staleWords(cameraDouble(), false)).toBe('NOT CONNECTED');
  });

  it('names a mode as one says it', () => {
    const mode = { width: 1920, height: 1080, fps: 30, format: 'MJPG' };
    expect(modeWords(mode)).toBe('1080p30 MJPG');
    expect(modeWords({ ...mode, width: 1440 })).toBe('1440×1080 30 MJPG');
    expect(modeWords({ ...mode, fps: 29.970_03 })).toBe('1080p29.97 MJPG');
  });

  it('counts drops by reason', () => {
    const drops = { queue_full: 2, bad_frame: 1, recorder_lost: 0 };
    expect(sumOf(drops)).toBe(3);
    expect(dropWords(drops)).toBe('2 queue full, 1 bad frame');
    expect(dropWords({})).toBe('');
  });

  it('writes time, size and gaps with their units', () => {
    expect(elapsedWords(2_832_999)).toBe('00:47:12');
    expect(elapsedWords(-5)).toBe('00:00:00');
    expect([812_000, 14_600_000, 2_300_000_000].map(sizeWords)).toEqual([
      '812 kB',
      '14.6 MB',
      '2.3 GB',
    ]);
    expect([33.4, 1840].map(gapWords)).toEqual(['33 ms', '1.84 s']);
  });
});

const slots = (...names: string[]) =>
  Object.fromEntries(names.map((slot) => [slot, cameraDouble({ slot })]));

describe('slots', () => {
  it('stand in the order of their numbers', () => {
    const ordered = inOrder(slots('cam_10', 'cam_2', 'cam_1')).map(({ slot }) => slot);
    expect(ordered).toEqual(['cam_1', 'cam_2', 'cam_10']);
  });

  it('gives the next camera an empty one, else a new one, else none', () => {
    expect(nextSlot({})).toBe('cam_1');
    expect(nextSlot(slots('cam_1', 'cam_3'))).toBe('cam_2');
    const empty = cameraDouble({ slot: 'cam_3', descriptor: null, status: 'idle' });
    expect(nextSlot({ ...slots('cam_1'), cam_3: empty })).toBe('cam_3');
    const all = Array.from({ length: 16 }, (_, index) => `cam_${index + 1}`);
    expect(nextSlot(slots(...all))).toBeNull();
  });
});
