import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDataDir } from './data-dir.ts';
import { explainFailedStart } from './failed-start.ts';
import { StoreOpenError } from './store/store-open-error.ts';

const listenError = async (host: string, port: number): Promise<unknown> => {
  const [error]: unknown[] = await once(createServer().listen(port, host), 'error');
  return error;
};

const told = (error: unknown, host = '127.0.0.1', port = 4100): string =>
  explainFailedStart(error, { host, port });

test('a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(told(await listenError('127.0.0.1', port), '127.0.0.1', port)).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop the program that has it, or choose another with --port.`,
  );
  server.close();
});

test('an address of another machine', async () => {
  expect(told(await listenError('192.0.2.1', 0), '192.0.2.1')).toContain(
    'no address 192.0.2.1',
  );
});

test('a data directory that is none', async () => {
  const base = await mkdtemp(join(tmpdir(), 'mcr-start-'));
  await writeFile(join(base, 'file'), '');
  const error: unknown = await makeDataDir(join(base, 'file', 'data')).catch((error) => error);
  expect(told(error)).toContain('--data');
  await rm(base, { recursive: true });
});

test('a store that says itself what is wrong', () => {
  expect(told(new StoreOpenError('Owned by another.'))).toBe('Owned by another.');
});
