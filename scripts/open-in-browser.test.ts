import { expect, it } from 'vitest';
import { openCommand } from './open-in-browser.mjs';

const url = 'http://127.0.0.1:4100/#token=a&b';

it.each([
  ['darwin', {}, 'open'],
  ['win32', {}, 'rundll32'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
])('hands the whole address to the desktop of %s', (platform, env, program) => {
  const command = openCommand(platform, env, url);
  expect(command?.[0]).toBe(program);
  expect(command?.at(-1)).toBe(url);
});

it('opens nothing where there is no desktop', () => {
  expect(openCommand('linux', { DISPLAY: '' }, url)).toBeUndefined();
});
