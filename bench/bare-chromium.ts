import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFlags, chromiumPath } from '../e2e/chromium-options.ts';

export interface BarePage {
  close(): Promise<void>;
}

/**
 * A page in Chromium that nobody debugs: whoever does sees each message of its sockets, and takes a third of the
 * speed. A profile of its own, 1440×900.
 */
export const openPage = async (url: string): Promise<BarePage> => {
  const program = chromiumPath();
  if (program === undefined) throw new Error('There is no Chromium on PATH.');
  const profile = await mkdtemp(join(tmpdir(), 'mcr-bench-page-'));
  const browser = spawn(
    program,
    [...chromiumFlags, `--user-data-dir=${profile}`, '--window-size=1440,900', url],
    { stdio: 'ignore', detached: true },
  );
  await once(browser, 'spawn');
  const ended = once(browser, 'exit');
  return {
    async close() {
      // Its helpers are in its group and end with it.
      if (browser.pid !== undefined && browser.exitCode === null)
        process.kill(-browser.pid, 'SIGTERM');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
