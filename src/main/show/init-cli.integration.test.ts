import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
};

const startRedis = async (): Promise<string> => {
  const port = await freePort();
  const redis = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => end(redis));
  for await (const chunk of redis.stdout.setEncoding('utf8'))
    if (String(chunk).includes('Ready to accept connections')) break;
  return `redis://127.0.0.1:${port}`;
};

const init = async (...args: string[]) => {
  const script = fileURLToPath(new URL('init-cli.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => end(child));
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, out, err };
};

test('it writes what is absent, says so, and leaves the rest alone', async () => {
  const url = await startRedis();
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  const mine = '{"protocol_name":"press","template":"/mine","added_by":"somebody"}';
  await client.set('mcr:protocol:companion:press', mine);

  const first = await init('--redis', url);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^wrote {2}config bridge$/m);
  expect(first.out).toMatch(/^kept {3}protocol press$/m);
  expect(await client.get('mcr:protocol:companion:press')).toBe(mine);
  const device = await client.get('mcr:catalog:companion:device:studio_main');
  expect(JSON.parse(device ?? 'null')).toMatchObject({ device_type: 'streamdeck_xl' });

  const second = await init('--redis', url, '--demo');
  expect(second.out).toMatch(/^wrote {2}intent cut$/m);
  expect((await init('--redis', url, '--demo')).out).toMatch(/^0 written, \d+ kept\.$/m);
});

test('a Redis that nobody serves is one line and 1; a bad option is one line and 2', async () => {
  const gone = await init('--redis', `redis://127.0.0.1:${await freePort()}`);
  expect(gone.code).toBe(1);
  expect(gone.err.trim().split('\n')).toHaveLength(1);
  for (const args of [[], ['--redis', 'http://x'], ['--bogus']]) {
    const bad = await init(...args);
    expect(bad.code).toBe(2);
    expect(bad.err.trim().split('\n')).toHaveLength(1);
  }
});
