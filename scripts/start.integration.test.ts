import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { inRoot, root } from './project.mjs';

const ListeningSchema = z.object({
  event: z.literal('listening'),
  url: z.string(),
  token: z.string(),
});

/** A script of ours with its own data, on a machine without a display. It may build first. */
function startScript(name: string, ...args: string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'mcr-'));
  const child = spawn(
    process.execPath,
    [inRoot('scripts', name), '--port', '0', '--data', dataDir, '--json', ...args],
    {
      cwd: root,
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { child, ended, stderr: text(child.stderr) };
}

it.each(['headless.mjs', ...(process.platform === 'linux' ? ['start.mjs'] : [])])(
  '%s serves the app, and stops for good on SIGTERM',
  async (name) => {
    const { child, ended, stderr } = startScript(name);
    let stdout = '';
    const announced = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (stdout.includes('\n')) resolve();
      });
    });
    await Promise.race([announced, ended]);
    const { url, token } = ListeningSchema.parse(JSON.parse(stdout));
    const page = await fetch(new URL('/', url), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await page.text()).toContain('<title>MCR Bridge</title>');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const why = (await stderr).split('\n').filter((line) => line.startsWith('No Electron'));
    expect(why).toHaveLength(name === 'start.mjs' ? 1 : 0);
  },
);

it('headless.mjs answers a bad option with one clear line and 2', async () => {
  const { ended, stderr } = startScript('headless.mjs', '--port', 'many');
  expect(await ended).toEqual([2, null]);
  expect(await stderr).toMatch(/^--port takes a number .*\n$/m);
});
