import { expect, it } from 'vitest';
import { exitCode, run } from './run.mjs';

const node = (code: string, timeoutMs = 10_000) =>
  run(process.execPath, ['-e', code], { timeoutMs });

it('gives what a command wrote and its exit code', async () => {
  const ended = await node('console.log("out"); console.error("err"); process.exitCode = 3');
  expect(ended).toMatchObject({ code: 3, timedOut: false });
  expect(ended.output).toContain('out\n');
  expect(ended.output).toContain('err\n');
});

it('ends a command that does not end, with what it started', async () => {
  const stay = 'setInterval(() => {}, 1000)';
  const start = `require('node:child_process').spawn(process.execPath, ['-e', '${stay}'], { stdio: 'inherit' })`;
  const began = performance.now();
  const ended = await node(`console.log('up'); ${start}; ${stay}`, 1000);
  expect(ended).toMatchObject({ timedOut: true, output: 'up\n' });
  // the child's child holds the pipe: this soon, it can only be gone
  expect(performance.now() - began).toBeLessThan(3500);
});

it('answers for a command that is not there', async () => {
  const ended = await run('no-such-program-of-ours', [], { timeoutMs: 1000 });
  expect(ended.code).toBe(127);
});

it('gives a command nothing to read, so that it can not wait for an answer', async () => {
  const ended = await node('process.stdin.on("end", () => console.log("end")).resume()');
  expect(ended.output).toBe('end\n');
});

it('maps a signal to the exit code of a shell', () => {
  expect(exitCode(null, 'SIGTERM')).toBe(143);
  expect(exitCode(2, null)).toBe(2);
});
