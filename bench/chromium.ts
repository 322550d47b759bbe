import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFlags, chromiumPath } from '../e2e/chromium-options.ts';

/** A Chromium that nobody looks into: a debugger sees every message of a page and takes a third of its speed. */
export interface AloneChromium {
  /** Ends it with all of its processes. */
  stop(): Promise<void>;
}

/** Opens one page in a window of 1440×900. @throws where there is no Chromium */
export const openAlone = async (url: string): Promise<AloneChromium> => {
  const program = chromiumPath();
  if (program === undefined) throw new Error('There is no Chromium here: run "npm run setup".');
  const profile = await mkdtemp(join(tmpdir(), 'mcr-chromium-'));
  const child = spawn(
    program,
    [...chromiumFlags, `--user-data-dir=${profile}`, '--window-size=1440,900', url],
    { detached: true, stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  return {
    async stop() {
      // A group of its own: what Chromium started ends too.
      if (child.pid !== undefined && child.exitCode === null)
        process.kill(-child.pid, 'SIGKILL');
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
