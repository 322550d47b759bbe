import { expect, it } from 'vitest';
import { asFilePart, takeBase } from './take-names.ts';

it('names a take by session, trial and camera', () => {
  expect(takeBase('gala-2026', 7, 'wide')).toBe('gala-2026_trial007_wide');
  expect(takeBase('a', 9999, 'b')).toBe('a_trial9999_b');
});

it.each(['..', '.', '../x', 'a/b', 'a\\b', '', 'a b', 'a\n', 'ä', 'CON:'])(
  'refuses %j as a part of a name',
  (text) => {
    expect(() => takeBase(text, 1, 'wide')).toThrow('session name');
    expect(() => takeBase('show', 1, text)).toThrow('camera name');
  },
);

it.each([
  ['HD Pro Webcam C920', 'HD_Pro_Webcam_C920'],
  ['../../etc', 'etc'],
  ['Kamera é (2)', 'Kamera_e_2'],
  ['日本', 'camera'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('makes a part of a file name from %j', (name, part) => {
  expect(asFilePart(name)).toBe(part);
  expect(takeBase('show', 1, asFilePart(name))).toBe(`show_trial001_${part}`);
});
