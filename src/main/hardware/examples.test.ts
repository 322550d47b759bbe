import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { at, receivedBy, simulateBackend } from './hardware-fixture.ts';

const read = (path: string): Promise<string> =>
  readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Runs a template as its reader would. */
const runExample = (name: string, args: string[]) => {
  const path = fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
  return { child, said };
};

test('the minimal template does what it is told, answers, and ends in order', async () => {
  const backend = await simulateBackend();
  const connected = once(backend.events, 'connected');
  const { child, said } = runExample('hardware-minimal.ts', ['--host', at(backend)]);
  await connected;
  const answered = receivedBy(backend, 'lamp_is');
  backend.say({ type: 'lamp', on: true });
  expect(await answered).toEqual({ type: 'lamp_is', on: true });
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(said.join('')).toBe('The lamp is off.\nThe lamp is on.\nThe lamp is off.\n');
}, 30_000);

test('the reference names every hook in its order', async () => {
  const backend = await simulateBackend();
  const scene = receivedBy(backend, 'scene');
  const { child, said } = runExample('hardware-reference.ts', [at(backend)]);
  expect(await scene).toEqual({ type: 'scene', name: 'talk' });
  const answered = receivedBy(backend, 'lamp_is');
  backend.say({ type: 'lamp', on: true });
  expect(await answered).toEqual({ type: 'lamp_is', on: true });
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  const url = `ws://${at(backend)}/ws/game/1/?client_type=lamp&client_id=lamp_2`;
  const lines = said.join('').trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('scene'))).toEqual([
    'runs',
    `at ${url}`,
    `${url} switches it on`,
    'is to stop',
    `no longer at ${url}: The client was stopped.`,
    'let go of',
    'runs no more',
  ]);
  expect(lines).toContain('scene: sent');
}, 30_000);

test('every sample of the docs stands in an example, which is type-checked and runs', async () => {
  const docs = await read('docs/hardware-clients.md');
  const names = ['minimal', 'midi', 'reference'];
  const examples = await Promise.all(names.map((name) => read(`examples/hardware-${name}.ts`)));
  const samples = [...docs.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);
  expect(samples.length).toBeGreaterThan(6);
  for (const sample of samples)
    expect(
      examples.filter((text) => text.includes(sample)),
      sample,
    ).toHaveLength(1);
});
