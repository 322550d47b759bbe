import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { at, receivedBy, simulateBackend } from './hardware-fixture.ts';

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
