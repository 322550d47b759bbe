import { describe, expect, test } from 'vitest';
import { APP_PAGE, isSameSite, mayOpenOutside } from './page-address.ts';

describe('isSameSite', () => {
  test.each(['app://mcr/', 'app://mcr/intents?x=1#y', 'app://MCR/'.toLowerCase()])(
    'takes our own address %s',
    (url) => expect(isSameSite(url, APP_PAGE)).toBe(true),
  );

  test.each([
    'app://other/',
    'app://mcr.example/',
    'https://mcr/',
    'file:///mcr/',
    'about:blank',
    'data:text/html,hi',
    'blob:app://mcr/1',
    'not an address',
    '',
  ])('refuses %j', (url) => expect(isSameSite(url, APP_PAGE)).toBe(false));

  test('keeps ports apart', () => {
    expect(isSameSite('http://localhost:5173/a', 'http://localhost:5173')).toBe(true);
    expect(isSameSite('http://localhost:5174/a', 'http://localhost:5173')).toBe(false);
  });
});

describe('mayOpenOutside', () => {
  test.each(['https://redis.io/downloads/', 'https://www.ffmpeg.org/download.html'])(
    'opens %s',
    (url) => expect(mayOpenOutside(url)).toBe(true),
  );

  test.each([
    'http://redis.io/',
    'https://redis.io.example/',
    'https://redis.io:8443/',
    'https://user@redis.io/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])('refuses %j', (url) => expect(mayOpenOutside(url)).toBe(false));
});
