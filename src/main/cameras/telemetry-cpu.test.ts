import { expect, test } from 'vitest';
import { cpuMsOf, ProcessCpu } from './telemetry-cpu.ts';

test('a name with brackets and blanks does not shift the fields', () => {
  const line = '42 (ff) mpeg 7) S 1 42 42 0 -1 4194304 900 0 0 0 150 25 0 0 20 0 4 0 1234 0 0';
  expect(cpuMsOf(line)).toBe(1750);
  expect(cpuMsOf('garbage')).toBeNull();
});

test.runIf(process.platform === 'linux')('work of a process is seen', async () => {
  const cpu = new ProcessCpu();
  expect(await cpu.percent([process.pid], performance.now())).toBeNull();
  const until = performance.now() + 60;
  while (performance.now() < until);
  expect(await cpu.percent([process.pid], performance.now())).toBeGreaterThan(10);
});

test('a process that is gone is not guessed at', async () => {
  const cpu = new ProcessCpu();
  await cpu.percent([2 ** 22 + 1], 0);
  expect(await cpu.percent([2 ** 22 + 1], 1000)).toBeNull();
});
