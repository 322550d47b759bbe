import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { identify, isRunning } from './running-process.ts';

test('this process runs, and its number with another start is another one', () => {
  const own = identify(process.pid);
  expect(isRunning(own)).toBe(true);
  if (own.began !== null) expect(isRunning({ ...own, began: 'long ago' })).toBe(false);
  expect(isRunning({ pid: 2 ** 22 + 1, began: null })).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'one that has ended and that nobody collects does not run',
  async () => {
    // The shell becomes a program that knows nothing of the child it got.
    const keeper = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(createInterface({ input: keeper.stdout }), 'line');
    const child = { pid: Number(line), began: null };
    await expect.poll(() => isRunning(child), { timeout: 5000, interval: 10 }).toBe(false);
    expect(() => process.kill(child.pid, 0)).not.toThrow();
    keeper.kill('SIGKILL');
    await once(keeper, 'exit');
  },
);
