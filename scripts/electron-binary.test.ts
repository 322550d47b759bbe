import { describe, expect, it } from 'vitest';
import { downloadError, whyNoWindow } from './electron-binary.mjs';

describe('whyNoWindow', () => {
  const desk = { platform: 'linux', uid: 1000, env: { DISPLAY: ':0' }, canSandbox: true };

  it('opens on a desktop of X or Wayland, and on macOS and Windows', () => {
    expect(whyNoWindow(desk)).toBeUndefined();
    expect(whyNoWindow({ ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
    expect(whyNoWindow({ ...desk, platform: 'darwin', env: {}, uid: 501 })).toBeUndefined();
    expect(
      whyNoWindow({ ...desk, platform: 'win32', env: {}, uid: undefined }),
    ).toBeUndefined();
  });

  it.each([
    ['without a display', { env: { DISPLAY: '' } }, /no display/],
    ['as root', { uid: 0 }, /as root/],
    ['where the system forbids the sandbox', { canSandbox: false }, /sandbox/],
  ])('opens nothing %s', (_, change, why) => {
    expect(whyNoWindow({ ...desk, ...change })).toMatch(why);
  });
});

it.each([
  [
    'TypeError: fetch failed\n  cause: Error: connect ECONNREFUSED 10.0.0.1:443',
    'ECONNREFUSED',
  ],
  ['HTTPError: Response code 403 (Forbidden) for somewhere', 'Response code 403'],
])('says in a few words why a download failed', (output, words) => {
  expect(downloadError(output)).toBe(`Electron can not be downloaded here: ${words}`);
});
