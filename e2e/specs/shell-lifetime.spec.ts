import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { exitOf, isAlive } from '../fixtures/child.ts';
import { isLive } from '../fixtures/control-room.ts';
import { openShell } from '../fixtures/electron-host.ts';
import { electronBinary } from '../fixtures/electron-binary.ts';
import { newDataDir } from '../fixtures/project.ts';
import { redisPid } from '../fixtures/redis.ts';
import { forkStandIn } from '../fixtures/stand-in-shell.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { startHeadless } from '../fixtures/web-host.ts';

const test = base.extend<{ dataDir: string }>({
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dataDir = await newDataDir();
    await use(dataDir);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  },
});

test('quitting saves, closes Redis and leaves no process behind', async ({ dataDir }) => {
  const shell = await openShell(dataDir);
  await isLive(shell.page);
  const redis = await redisPid(dataDir);
  expect(isAlive(redis)).toBe(true);
  const began = performance.now();
  expect(await shell.quit()).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(7000);
  expect(isAlive(redis)).toBe(false);
  expect(existsSync(join(dataDir, 'window.json'))).toBe(true);
});

test('data that another app has open is left alone, and the person is told', async ({
  dataDir,
}) => {
  test.skip(electronBinary() !== undefined, 'a message box of the system stops a test');
  const owner = await startHeadless(dataDir);
  const { child, said } = forkStandIn(dataDir);
  const [box] = await once(said, 'error-box', { signal: AbortSignal.timeout(15_000) });
  expect(box.title).toBe('MCR Bridge could not start');
  expect(box.text).not.toBe('');
  expect(await exitOf(child)).toEqual({ code: 1, signal: null });
  expect(isAlive(await redisPid(dataDir))).toBe(true);
  await owner.stop();
});
