import { expect, it } from 'vitest';
import { playOn } from './use-play.ts';
import { moveOf, type Move } from './viewer-keys.ts';

const pressed = (text: string) => {
  const keys = text.split('+');
  return {
    key: keys.at(-1) ?? '',
    shiftKey: keys.includes('Shift'),
    ctrlKey: keys.includes('Ctrl'),
    metaKey: keys.includes('Meta'),
    altKey: keys.includes('Alt'),
  };
};

it.each<[string, Move | null]>([
  ['ArrowRight', { frames: 1 }],
  ['ArrowLeft', { frames: -1 }],
  ['ArrowUp', { frames: 1 }],
  ['Shift+ArrowLeft', { frames: -10 }],
  ['Ctrl+ArrowRight', { ms: 1000 }],
  ['Meta+ArrowLeft', { ms: -1000 }],
  ['PageUp', { ms: 1000 }],
  ['PageDown', { ms: -1000 }],
  ['Home', { to: 'first' }],
  ['End', { to: 'last' }],
  ['n', { mark: 1 }],
  ['Shift+P', { mark: -1 }],
  [' ', { act: 'play' }],
  ['Escape', { act: 'leave' }],
  ['Alt+ArrowLeft', null],
  ['Ctrl+p', null],
  ['Ctrl+n', null],
  ['Tab', null],
  ['x', null],
])('%s leads to %j', (text, move) => {
  expect(moveOf(pressed(text))).toEqual(move);
});

const times = [0, 40, 80, 120, 9000, 9040];
const after = (frame: number, sinceMs: number) =>
  playOn(
    {
      frame,
      last: 5,
      msOf: (row) => times[row] ?? 0,
      frameNear: (ms) => times.findLastIndex((at) => at <= ms + 20),
    },
    sinceMs,
  );

it('plays each frame for as long as it stood, and leaves out those that come too late', () => {
  expect(after(0, 39)).toEqual({ frame: 0, spentMs: 0 });
  expect(after(0, 41)).toEqual({ frame: 1, spentMs: 40 });
  expect(after(0, 118)).toEqual({ frame: 2, spentMs: 80 });
  expect(after(0, 125)).toEqual({ frame: 3, spentMs: 120 });
  expect(after(5, 5000)).toEqual({ frame: 5, spentMs: 0 });
});

it('waits a second where nothing was recorded, and goes on behind it', () => {
  expect(after(3, 999)).toEqual({ frame: 3, spentMs: 0 });
  expect(after(3, 1001)).toEqual({ frame: 4, spentMs: 1000 });
});
