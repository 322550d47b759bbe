import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRendererFiles } from './renderer-files.ts';

let base: string;
let answer: ReturnType<typeof createRendererFiles>;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'mcr-files-'));
  await mkdir(join(base, 'renderer/assets'), { recursive: true });
  await mkdir(join(base, 'renderer-secret'));
  await writeFile(join(base, 'renderer/index.html'), '<main>room</main>');
  await writeFile(join(base, 'renderer/assets/a.js'), 'export {};');
  await writeFile(join(base, 'secret.txt'), 'secret');
  await writeFile(join(base, 'renderer-secret/s.txt'), 'secret');
  answer = createRendererFiles(join(base, 'renderer'));
});

afterAll(() => rm(base, { recursive: true }));

const get = (url: string, method = 'GET') => answer({ url, method });

describe('the files of the page', () => {
  test.each(['app://mcr/', 'app://mcr/index.html', 'app://mcr/intents', 'app://mcr/a/b?c=d'])(
    '%s is the page, under a strict policy',
    async (url) => {
      const response = await get(url);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<main>room</main>');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('a script has its type', async () => {
    const response = await get('app://mcr/assets/a.js');
    expect(response.headers.get('content-type')).toMatch('text/javascript');
    expect(await response.text()).toBe('export {};');
  });

  test.each([
    ['app://mcr/../secret.txt', 404],
    ['app://mcr/%2e%2e/secret.txt', 404],
    ['app://mcr/..%2fsecret.txt', 403],
    ['app://mcr/..%2frenderer-secret%2fs.txt', 403],
    ['app://mcr/assets/..%2f..%2fsecret.txt', 403],
    ['app://mcr/..%5csecret.txt', 403],
    ['app://mcr/index.html%00.js', 403],
    ['app://mcr/%', 403],
    ['app://other/index.html', 404],
    ['app://mcr/assets/missing.js', 404],
  ])('%s answers %i', async (url, status) => {
    const response = await get(url);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('secret');
  });

  test('only reads are answered', async () => {
    expect((await get('app://mcr/', 'POST')).status).toBe(405);
    const head = await get('app://mcr/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
