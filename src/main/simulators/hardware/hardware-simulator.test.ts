import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createLog } from '../../log.ts';
import { readOptions } from '../command-line.ts';
import { OptionsSchema } from './cli-options.ts';
import {
  createHardwareSimulator,
  type HardwareSimulatorOptions,
} from './hardware-simulator.ts';

const simulate = async (options: Partial<HardwareSimulatorOptions> = {}) => {
  const simulator = await createHardwareSimulator({
    pingEveryMs: 0,
    log: createLog('silent'),
    ...options,
  });
  onTestFinished(() => simulator.close());
  return simulator;
};

const join = (port: number, id: string, game = '1'): WebSocket => {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/ws/game/${game}/?client_type=test&client_id=${id}`,
  );
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  return socket;
};

const enter = async (port: number, id: string, game?: string): Promise<WebSocket> => {
  const socket = join(port, id, game);
  await once(socket, 'open');
  return socket;
};

const heard = async (socket: WebSocket): Promise<unknown> => {
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
};

const codeOf = async (socket: WebSocket): Promise<unknown> => (await once(socket, 'close'))[0];

test('it pings with its sender id, and knows the round trip', async () => {
  const { port } = await simulate({ pingEveryMs: 20 });
  const socket = await enter(port, 'a');
  expect(await heard(socket)).toEqual({
    type: 'ping',
    timestamp: expect.any(Number),
    sender_id: 'backend',
  });
});

test('a ping of a client is answered with the time of the backend', async () => {
  const { port } = await simulate();
  const socket = await enter(port, 'a');
  socket.send('{"type":"ping","timestamp":5,"sender_id":"a"}');
  expect(await heard(socket)).toEqual({
    type: 'pong',
    timestamp: 5,
    target_sender_id: 'a',
    backend_timestamp: expect.any(Number),
  });
});

test('a message goes to the others of its game, a pong to the one that asked, an echo back', async () => {
  const simulator = await simulate();
  const { port } = simulator;
  const [a, b, c] = [await enter(port, 'a'), await enter(port, 'b'), await enter(port, 'c')];
  const elsewhere = await enter(port, 'd', '2');
  const wrong: string[] = [];
  elsewhere.on('message', (data: Buffer) => wrong.push(data.toString()));
  const toOthers = [heard(b), heard(c)];
  a.send('{"type":"buzzer_pressed","buzzerId":2}');
  expect(await Promise.all(toOthers)).toEqual(
    Array.from({ length: 2 }, () => ({ type: 'buzzer_pressed', buzzerId: 2 })),
  );
  const toB = heard(b);
  c.once('message', (data: Buffer) => wrong.push(data.toString()));
  a.send('{"type":"pong","timestamp":1,"target_sender_id":"b"}');
  expect(await toB).toMatchObject({ type: 'pong' });
  const back = heard(a);
  a.send('{"type":"echo","n":1}');
  expect(await back).toEqual({ type: 'echo', n: 1 });
  expect(wrong).toEqual([]);
  expect(simulator.received.map(({ from }) => from.client_id)).toEqual(['a', 'a', 'a']);
});

test.each([
  ['refuse', 1, 4409],
  ['replace', 0, 4409],
] as const)('duplicate ids, %s: number %d leaves', async (duplicates, leaves, code) => {
  const { port } = await simulate({ duplicates });
  const first = await enter(port, 'a');
  const left = codeOf(first);
  const second = join(port, 'a');
  expect(await (leaves === 0 ? left : codeOf(second))).toBe(code);
});

test('a fault with an end ends by itself; a restart says so and comes back at its port', async () => {
  const simulator = await simulate();
  const { port } = simulator;
  const put = async (fault: object): Promise<unknown> => {
    const request = { method: 'PUT', body: JSON.stringify(fault) };
    return (await fetch(`http://127.0.0.1:${port}/simulator/fault`, request)).json();
  };
  expect(await put({ fault: 'auth' })).toEqual({ fault: 'auth' });
  await expect.poll(() => simulator.fault).toBe('auth');
  expect(await codeOf(join(port, 'a'))).toBe(4401);
  await put({ fault: 'auth', for_ms: 50 });
  await expect.poll(() => simulator.fault).toBeNull();
  const socket = await enter(port, 'a');
  const code = codeOf(socket);
  const restarted = simulator.restart(20);
  expect(await code).toBe(1012);
  await restarted;
  await enter(port, 'a');
});

test.each([
  ['PUT', 'fault', '{"fault":"refuse"}', 400, 'Say for how many milliseconds'],
  ['PUT', 'fault', '{"fault":"sleepy"}', 400, 'fault'],
  ['POST', 'say', 'no', 400, 'JSON'],
  ['POST', 'say', '{"message":{"text":"no type"}}', 400, 'type'],
  ['POST', 'restart', '{"down_ms":-1}', 400, 'down_ms'],
  ['POST', 'nothing', '{}', 404, '/ws/game/{game_id}/'],
])('%s /simulator/%s %s is answered with %d', async (method, path, body, status, says) => {
  const { port } = await simulate();
  const request = { method, body };
  const answer = await fetch(`http://127.0.0.1:${port}/simulator/${path}`, request);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(says);
});

test('what a person says over HTTP reaches the clients; a page of another site reaches nothing', async () => {
  const { port } = await simulate();
  const socket = await enter(port, 'a');
  const said = heard(socket);
  const say = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/simulator/say`, {
      method: 'POST',
      headers,
      body: '{"message":{"type":"toggle_buzzers","enabled":true},"client_id":"a"}',
    });
  expect((await say({ origin: 'http://elsewhere.example' })).status).toBe(403);
  expect((await say({})).status).toBe(200);
  expect(await said).toEqual({ type: 'toggle_buzzers', enabled: true });
});

test('what it keeps of what it got has a bound in bytes, too', async () => {
  const simulator = await simulate();
  const socket = await enter(simulator.port, 'a');
  const text = 'x'.repeat(900_000);
  let count = 0;
  simulator.events.on('received', () => {
    count += 1;
  });
  for (let n = 0; n < 40; n += 1) socket.send(JSON.stringify({ type: 'picture', n, text }));
  await expect.poll(() => count, { timeout: 10_000 }).toBe(40);
  const kept = simulator.received.reduce((sum, one) => sum + one.text.length, 0);
  expect(kept).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(simulator.received.at(-1)?.message).toMatchObject({ n: 39 });
});

test('a port in use is told as such', async () => {
  const { port } = await simulate();
  const second = createHardwareSimulator({ port, log: createLog('silent') });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('an address that is none and an id that is not encoded well do not end it', async () => {
  const { port } = await simulate();
  const [error] = await once(
    new WebSocket(`ws://127.0.0.1:${port}/ws/game/%E0%A4%A/`),
    'error',
  );
  expect(String(error)).toContain('404');
  await enter(port, 'a');
});

test.each([
  [['--port', 'x'], '--port must be a number'],
  [['--ping-ms', '-1'], "Option '--ping-ms' argument is ambiguous"],
  [['--fault', 'maybe'], '--fault: '],
  [['--token', ''], '--token needs'],
  [['--bogus'], "Unknown option '--bogus'"],
])('%j is refused in a clear line', (args, problem) => {
  expect(readOptions(OptionsSchema, args)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

test('it runs alone: says where it listens, takes clients, and ends on SIGINT with 0', async () => {
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('cli.ts', import.meta.url)),
      '--port',
      '0',
      '--json',
      '--ping-ms',
      '50',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const { port } = z.object({ port: z.int() }).parse(JSON.parse(z.string().parse(line)));
  const socket = await enter(port, 'a');
  expect(await heard(socket)).toMatchObject({ type: 'ping', sender_id: 'backend' });
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
}, 15_000);
