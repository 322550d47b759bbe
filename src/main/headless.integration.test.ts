import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { contract } from '#shared/contract/index.ts';
import { ExecutionSchema } from '#shared/contract/execution.ts';
import { AuditEntrySchema, MetricsSchema } from '#shared/contract/telemetry.ts';

const ENTRY = join(import.meta.dirname, 'headless.ts');
const ListeningSchema = z.object({
  event: z.literal('listening'),
  url: z.string(),
  token: z.string(),
  redis: z.string(),
});

let base = '';
interface Running {
  child: ChildProcess;
  /** Rejects where it ends without a line. */
  firstLine: Promise<string>;
  ended: Promise<{ code: unknown; stdout: string; stderr: string }>;
}

let started: Running[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'mcr-headless-'));
});
afterEach(async () => {
  for (const each of started) each.child.kill('SIGTERM');
  await Promise.all(started.map(({ ended }) => ended));
  started = [];
  await rm(base, { recursive: true });
});

const run = (...args: string[]): Running => {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const firstLine = new Promise<string>((resolve, reject) => {
    const lines = createInterface(child.stdout);
    lines.once('line', resolve);
    lines.on('line', (line) => (stdout += `${line}\n`));
    child.once('close', () => reject(new Error(`It ended before it said a line: ${stderr}`)));
  });
  firstLine.catch(() => undefined);
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, stdout, stderr }));
  const running = { child, firstLine, ended };
  started.push(running);
  return running;
};

const start = async (...args: string[]) => {
  const all = ['--json', '--port', '0', '--data', join(base, 'data'), '--log-level', 'warn'];
  const host = run(...all, ...args);
  const listening = ListeningSchema.parse(JSON.parse(await host.firstLine));
  const { origin } = new URL(listening.url);
  const ask = async <S extends z.ZodType>(
    schema: S,
    path: string,
    init: RequestInit = {},
  ): Promise<z.output<S>> => {
    const headers = { authorization: `Bearer ${listening.token}`, connection: 'close' };
    const answer = await fetch(`${origin}/api${path}`, { ...init, headers });
    return schema.parse(await answer.json());
  };
  const stop = async () => {
    const from = performance.now();
    host.child.kill('SIGTERM');
    const { code, stderr } = await host.ended;
    return { code, stderr, tookMs: performance.now() - from };
  };
  return { ...listening, origin, ask, stop, child: host.child };
};

describe('the headless host', () => {
  test('a demo key goes through a real socket into the history, and survives the end', async () => {
    const host = await start('--demo');
    expect(host.redis).toBe('managed');
    expect(host.url).toBe(`${host.origin}/?token=${host.token}`);

    const press = '/surfaces/studio_main/1/0/0/press';
    const execution = await host.ask(ExecutionSchema, press, { method: 'POST' });
    expect(execution).toMatchObject({
      outcome: 'ok',
      origin: 'api:token',
      key: { device_id: 'studio_main', page: 1, row: 0, col: 0 },
    });
    expect(execution.trace[0]?.reply?.status).toBe(200);
    const path = `/executions/${execution.execution_id}`;
    expect(await host.ask(ExecutionSchema, path)).toEqual(execution);
    const [entry] = await host.ask(z.array(AuditEntrySchema), '/audit?limit=1');
    expect(entry).toMatchObject({ execution_id: execution.execution_id, outcome: 'ok' });
    expect((await host.ask(MetricsSchema, '/metrics')).intents_executed).toBe(1);

    const { code, tookMs, stderr } = await host.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(tookMs).toBeLessThan(5_000);

    const again = await start();
    expect(again.token).toBe(host.token);
    const [kept] = await again.ask(z.array(AuditEntrySchema), '/audit?limit=1');
    expect(kept).toEqual(entry);
    expect((await again.stop()).code).toBe(0);
  });

  test('its address signs a browser in, whose socket mirrors the show', async () => {
    const host = await start('--demo-when-empty');
    const signIn = await fetch(host.url, {
      redirect: 'manual',
      headers: { accept: 'text/html', connection: 'close' },
    });
    expect(signIn.status).toBe(303);
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, {
      origin: host.origin,
      headers: { cookie },
    });
    await once(socket, 'open');
    const client: ContractRouterClient<typeof contract> = createORPCClient(
      new RPCLink({ websocket: socket }),
    );
    for await (const event of await client.mirror()) {
      const state = event.type === 'snapshot' ? event.state : event.changes;
      if (state.layouts?.['studio_main']) break;
    }
    const params = {
      device_id: 'studio_main',
      page: 1,
      row: 0,
      col: 0,
      phase: 'press' as const,
    };
    const execution = await client.surfaces.press({ params });
    expect(execution).toMatchObject({ outcome: 'ok', origin: 'operator' });
    // Ends with the socket open and the mirror running.
    const { code, tookMs } = await host.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
  });

  test('a press that nobody answers does not hold up the end, nor does a second signal', async () => {
    const device = createServer((socket) => socket.on('error', () => undefined));
    device.listen(0, '127.0.0.1');
    await once(device, 'listening');
    const address = device.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const body = JSON.stringify({
      device_id: 'silent',
      device_type: 'virtual_surface',
      connection_url: `http://127.0.0.1:${port}`,
    });
    for (const signals of [2, 1]) {
      const host = await start();
      await host.ask(z.object({}), '/devices/silent', { method: 'PUT', body });
      const connected = once(device, 'connection');
      const path = '/surfaces/silent/1/0/0/press';
      const pressed = host.ask(z.object({}), path, { method: 'POST' }).catch(() => 'cut');
      await connected;
      if (signals === 2) host.child.kill('SIGTERM');
      const { code, tookMs } = await host.stop();
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(5_000);
      await pressed;
    }
    device.close();
  });

  test('a Redis that is not there: it listens all the same and says so', async () => {
    const host = await start('--redis', 'redis://u:hush@127.0.0.1:1');
    expect(host.redis).toBe('redis://127.0.0.1:1');
    const health = await host.ask(z.object({ ok: z.boolean(), redis: z.string() }), '/health');
    expect(health).toEqual({ ok: false, redis: 'away' });
    const refused = await host.ask(z.object({ code: z.string() }), '/intents');
    expect(refused.code).toBe('store_unavailable');
    const { code, tookMs, stderr } = await host.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect(stderr).not.toContain('hush');
  });
});

describe('it does not start', () => {
  test('with a bad option: one line, 2', async () => {
    const { code, stdout, stderr } = await run('--port', '70000').ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^--port takes [^\n]+\n$/);
  });

  test('on a port in use: one line, 1, and nothing is left running', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const dataDir = join(base, 'data');
    const log = ['--log-level', 'silent'];
    const refused = await run('--port', port, '--data', dataDir, ...log).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use[^\n]+\n$/);
    server.close();
    const host = await start();
    expect((await host.stop()).code).toBe(0);
  });

  test('on the data directory of another: one line, 1', async () => {
    const host = await start();
    const other = await run(
      '--port',
      '0',
      '--data',
      join(base, 'data'),
      '--log-level',
      'silent',
    ).ended;
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/^[^\n]+\n$/);
    expect((await host.ask(z.object({ ok: z.boolean() }), '/health')).ok).toBe(true);
    expect((await host.stop()).code).toBe(0);
  });
});

test('--help says what there is', async () => {
  const { code, stdout } = await run('--help').ended;
  expect(code).toBe(0);
  expect(stdout).toContain('--redis');
});

test('the token is in a file of the data directory', async () => {
  const host = await start();
  expect(await readFile(join(base, 'data', 'token'), 'utf8')).toBe(`${host.token}\n`);
  expect((await host.stop()).code).toBe(0);
});
