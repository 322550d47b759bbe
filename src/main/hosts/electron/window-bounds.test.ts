import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  placeOnScreens,
  readWindowBounds,
  writeWindowBounds,
  type WindowBounds,
} from './window-bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds: WindowBounds = { x: 100, y: 50, width: 1440, height: 900, maximized: false };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcr-bounds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was written is read again', () => {
  const file = join(folder, 'deep/window.json');
  writeWindowBounds(file, bounds);
  expect(readWindowBounds(file)).toEqual(bounds);
});

test.each(['', '{', '{"x":1}', '{"x":0,"y":0,"width":-5,"height":9,"maximized":false}'])(
  'a file that holds %j counts as none',
  (text) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, text);
    expect(readWindowBounds(file)).toBeNull();
  },
);

test('no file counts as none', () => {
  expect(readWindowBounds(join(folder, 'none.json'))).toBeNull();
});

test('a window on a screen stays where it was', () => {
  expect(placeOnScreens(bounds, [screen])).toEqual(bounds);
});

test('a window that was too small grows', () => {
  expect(placeOnScreens({ ...bounds, width: 300, height: 200 }, [screen])).toMatchObject({
    width: 820,
    height: 600,
  });
});

test.each([
  { x: 2500, y: 50 },
  { x: -3000, y: 50 },
  { x: 100, y: 1075 },
  { x: 100, y: -400 },
])('a window whose screen is gone is placed anew: %j', (place) => {
  expect(placeOnScreens({ ...bounds, ...place }, [screen])).toBeNull();
});

test('the second screen counts too', () => {
  const second = { x: 1920, y: 0, width: 1920, height: 1080 };
  expect(placeOnScreens({ ...bounds, x: 2000 }, [screen, second])?.x).toBe(2000);
});
