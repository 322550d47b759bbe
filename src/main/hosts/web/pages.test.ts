import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPages } from './pages.ts';

test('pages that are not built yet are said to be, and are served once they are', async () => {
  const rendererDir = await mkdtemp(join(tmpdir(), 'mcr-pages-'));
  const server = createServer(createPages(rendererDir)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const open = () =>
    fetch(`http://127.0.0.1:${port}/`, {
      headers: { accept: 'text/html', connection: 'close' },
    });

  const early = await open();
  expect(early.status).toBe(503);
  expect(await early.text()).toContain('npm run build');
  await writeFile(join(rendererDir, 'index.html'), 'built');
  expect(await (await open()).text()).toBe('built');

  server.close();
  await rm(rendererDir, { recursive: true });
});
