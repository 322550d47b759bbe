import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createLog } from '../../log.ts';
import { readOptions } from '../command-line.ts';
import { OptionsSchema } from './cli-options.ts';
import { ObsModel } from './obs-model.ts';
import { createObsSimulator } from './obs-simulator.ts';

const simulate = async (password?: string) => {
  const simulator = await createObsSimulator({ log: createLog('silent'), password });
  onTestFinished(() => simulator.close());
  return simulator;
};

/** What it says to a client that says these, up to its closing. */
const talk = async (port: number, says: object[]) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  onTestFinished(() => socket.terminate());
  const heard: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString()));
    const next = says.shift();
    if (next) socket.send(JSON.stringify(next));
  });
  const [code] = await once(socket, 'close');
  return { heard, code: z.int().parse(code) };
};

test.each([
  ['a wrong password', [{ op: 1, d: { rpcVersion: 1, authentication: 'x' } }], 4009],
  ['no password', [{ op: 1, d: { rpcVersion: 1 } }], 4009],
  ['another version', [{ op: 1, d: { rpcVersion: 2 } }], 4010],
  ['a request before it signed in', [{ op: 6, d: { requestType: 'GetVersion' } }], 4007],
  ['what is no message', [{ hello: 1 }], 4002],
])('%s ends the session by its code', async (_what, says, code) => {
  const { port } = await simulate('right');
  const talked = await talk(port, says);
  expect(talked.code).toBe(code);
  expect(talked.heard).toMatchObject([
    { op: 0, d: { rpcVersion: 1, authentication: { salt: expect.any(String) } } },
  ]);
});

test.each([
  ['SetCurrentPreviewScene', {}, 300],
  ['SetCurrentPreviewScene', { sceneName: '' }, 403],
  ['SetCurrentPreviewScene', { sceneName: 7 }, 401],
  ['SetInputVolume', { inputName: 'Mic', inputVolumeDb: 27 }, 402],
  ['SetSceneItemEnabled', { sceneName: 'Wide', sceneItemId: 99, sceneItemEnabled: true }, 600],
  ['PauseRecord', {}, 501],
  ['Nothing', {}, 204],
])('%s %j is refused with %d, as OBS would', (type, data, code) => {
  expect(() => new ObsModel().perform(type, data)).toThrow(expect.objectContaining({ code }));
});

test('an output runs once, pauses once, and stops once', () => {
  const model = new ObsModel();
  model.perform('StartRecord', {});
  expect(() => model.perform('StartRecord', {})).toThrow(
    expect.objectContaining({ code: 500 }),
  );
  model.perform('PauseRecord', {});
  expect(() => model.perform('PauseRecord', {})).toThrow(
    expect.objectContaining({ code: 502 }),
  );
  expect(model.perform('StopRecord', {})).toHaveProperty('outputPath');
  expect(() => model.perform('StopRecord', {})).toThrow(expect.objectContaining({ code: 501 }));
});

test.each([
  [['--port', 'x'], '--port must be a number'],
  [['--request', 'maybe'], '--request: '],
  [['--password', ''], '--password needs'],
  [['--bogus'], "Unknown option '--bogus'"],
])('%j is refused in a clear line', (args, problem) => {
  expect(readOptions(OptionsSchema, args)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

test('it runs alone: says where it listens, greets, and ends on SIGINT with 0', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('cli.ts', import.meta.url)), '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const { obs } = z.object({ obs: z.int() }).parse(JSON.parse(z.string().parse(line)));
  const socket = new WebSocket(`ws://127.0.0.1:${obs}`);
  const [hello] = await once(socket, 'message');
  expect(String(hello)).toContain('"obsWebSocketVersion":"5.');
  socket.terminate();
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
}, 15_000);
