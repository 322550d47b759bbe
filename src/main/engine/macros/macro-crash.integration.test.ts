import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ExecutionSchema } from '#shared/contract/execution.ts';
import { MacroSchema } from '#shared/contract/macro.ts';

const ENTRY = join(import.meta.dirname, '../../headless.ts');
const ListeningSchema = z.object({ url: z.string(), token: z.string() });

let dataDir = '';
let children: ChildProcess[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-crash-'));
});
afterEach(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGTERM')));
  children = [];
  await rm(dataDir, { recursive: true });
});

const end = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
};

const start = async () => {
  const args = [
    ENTRY,
    '--json',
    '--demo',
    '--port',
    '0',
    '--data',
    dataDir,
    '--log-level',
    'warn',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('close', () => reject(new Error('It ended before it listened.')));
  });
  const { url, token } = ListeningSchema.parse(JSON.parse(line));
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${token}`,
      connection: 'close',
      'content-type': 'application/json',
    };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${new URL(url).origin}/api${path}`, init);
    return answer.json();
  };
  const executions = async () =>
    z.array(ExecutionSchema).parse(await ask('GET', '/executions'));
  return { child, ask, executions };
};

test('a macro that runs when the app is killed reads interrupted at the next start, with its step', async () => {
  const steps = [
    { step_number: 1, intent_name: 'dead_press' },
    { step_number: 2, intent_name: 'dead_press', delay_ms: 300_000 },
  ];
  const first = await start();
  await first.ask('PUT', '/intents/dead_press', {
    intent_name: 'dead_press',
    actions: [
      {
        protocol_name: 'companion_http_press',
        device_id: 'studio_main',
        variables: { page: 1, row: 0, col: 0 },
      },
    ],
  });
  const macro = { macro_id: 'dead', macro_name: 'Dead', steps };
  MacroSchema.parse(await first.ask('PUT', '/macros/dead', macro));
  const cut = first.ask('POST', '/macros/dead/execute', {}).catch(() => 'cut');
  await expect.poll(() => first.executions(), { timeout: 5000 }).toHaveLength(1);
  await end(first.child, 'SIGKILL');
  expect(await cut).toBe('cut');

  const second = await start();
  await expect.poll(() => second.executions(), { timeout: 5000 }).toHaveLength(2);
  const [interrupted, pressed] = await second.executions();
  expect(interrupted).toMatchObject({
    error: { error_type: 'interrupted', details: { step: '1' } },
    macro: { macro_id: 'dead' },
  });
  expect(pressed).toMatchObject({ origin: 'macro:dead', outcome: 'ok' });
  await end(second.child, 'SIGTERM');

  const third = await start();
  expect(await third.executions()).toHaveLength(2);
});
