import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readOptions } from '../command-line.ts';
import { OptionsSchema } from './cli-options.ts';
import { startSimulator } from './simulator-fixture.ts';

const start = (...args: string[]) => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('cli.ts', import.meta.url)), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
};

test('the defaults are the ports of Companion', () => {
  expect(readOptions(OptionsSchema, [])).toEqual({
    host: '127.0.0.1',
    'http-port': 8000,
    'tcp-port': 16759,
    'udp-port': 16759,
    'osc-port': 12321,
    json: false,
    help: false,
  });
});

test.each([
  [['--http-port', '65536'], '--http-port must be a number'],
  [['--osc-port', 'x'], '--osc-port must be a number'],
  [['--tcp-port=-1'], '--tcp-port must be a number'],
  [['--host', ''], '--host needs an address'],
  [['--bogus'], "Unknown option '--bogus'"],
  [['extra'], 'Unexpected argument'],
])('%j is refused in a clear line', (args, problem) => {
  expect(readOptions(OptionsSchema, args)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

test('it says where it listens and ends on SIGINT with 0', async () => {
  const ports = ['http', 'tcp', 'udp', 'osc'].flatMap((name) => [`--${name}-port`, '0']);
  const child = start(...ports, '--json');
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const listening = z
    .object({ event: z.literal('listening'), host: z.string(), http: z.int() })
    .parse(JSON.parse(z.string().parse(line)));
  const url = `http://${listening.host}:${listening.http}/api/location/1/0/0/press`;
  expect((await fetch(url, { method: 'POST' })).status).toBe(200);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
}, 15_000);

test('a bad option ends it with 2, a taken port with 1', async () => {
  const bad = start('--http-port', 'x');
  expect((await once(bad, 'exit'))[0]).toBe(2);
  const taken = await startSimulator();
  const second = start('--http-port', String(taken.ports.http));
  const said = text(second.stderr);
  expect((await once(second, 'exit'))[0]).toBe(1);
  expect(await said).toMatch(/could not listen: .*EADDRINUSE/);
}, 15_000);
