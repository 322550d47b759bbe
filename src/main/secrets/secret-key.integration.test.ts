import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { z } from 'zod';

const ENTRY = join(import.meta.dirname, '../headless.ts');

const run = (dataDir: string, env: Record<string, string>, ...args: string[]) => {
  const own = ['--json', '--port', '0', '--data', dataDir, '--log-level', 'warn'];
  const child = spawn(process.execPath, [ENTRY, ...own, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (bytes) => (stderr += String(bytes)));
  const line = once(createInterface(child.stdout), 'line').then(String);
  line.catch(() => undefined);
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, stderr }));
  return { child, line, ended };
};

const ListeningSchema = z.object({ url: z.string(), token: z.string() });

/** Starts the app, asks it one thing and stops it. */
const asked = async (
  dataDir: string,
  env: Record<string, string>,
  method: string,
  path: string,
  body?: object,
) => {
  const { child, line, ended } = run(dataDir, env);
  const { url, token } = ListeningSchema.parse(JSON.parse(await line));
  const answer = await fetch(new URL(`/api${path}`, url), {
    method,
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  child.kill('SIGTERM');
  return { status: answer.status, text, ...(await ended) };
};

test('a key of the environment that is none: it does not start, says so in one line, and not the key', async () => {
  await using base = await mkdtempDisposable(join(tmpdir(), 'mcr-env-key-'));
  const { ended } = run(join(base.path, 'data'), { MCR_SECRET_KEY: 'hunter2hunter2' });
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^MCR_SECRET_KEY is no key: [^\n]+openssl rand -base64 32[^\n]+\n$/);
  expect(stderr).not.toContain('hunter2');
});

test('a vault of one key, opened with another: the app runs and tells; with its own it is there', async () => {
  await using base = await mkdtempDisposable(join(tmpdir(), 'mcr-env-key-'));
  const dataDir = join(base.path, 'data');
  const own = { MCR_SECRET_KEY: randomBytes(32).toString('base64') };
  const put = await asked(dataDir, own, 'PUT', '/secrets/atem', { value: 'tally-ho-42' });
  expect(put).toMatchObject({ status: 200, code: 0, stderr: '' });
  expect(await readdir(dataDir)).not.toContain('secrets.key');

  const foreign = { MCR_SECRET_KEY: randomBytes(32).toString('hex') };
  const refused = await asked(dataDir, foreign, 'GET', '/secrets');
  expect(refused).toMatchObject({ status: 409, code: 0 });
  expect(refused.text).toMatch(/sealed with another key.*atem/);
  expect(refused.stderr).toMatch(/sealed with another key.*atem/);

  const listed = await asked(dataDir, own, 'GET', '/secrets');
  expect(listed).toMatchObject({ status: 200, stderr: '' });
  expect(listed.text).toContain('"name":"atem"');
});
