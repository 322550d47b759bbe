import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const module = new URL('./end-with-parent.mjs', import.meta.url).href;

const script = `
  import('${module}').then(({ endWithParent }) => {
    endWithParent();
    let timer = setTimeout(() => { console.log('left alone'); process.exit(); }, 1500);
    process.on('SIGTERM', () => {
      console.log('told');
      clearTimeout(timer);
      timer = setTimeout(process.exit, 800);
    });
    console.log('up');
  })`;

/** What a script says whose shell gets a signal, alone or with all of its group. */
async function saidAfter(signal: NodeJS.Signals, group: boolean, event: string | undefined) {
  const start = `require('node:child_process').spawn(process.execPath, ['-e', process.env.SCRIPT], { stdio: 'inherit' })`;
  const shell = spawn(process.execPath, ['-e', start], {
    env: { ...process.env, npm_lifecycle_event: event, SCRIPT: script },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines: string[] = [];
  const output = createInterface({ input: shell.stdout }).on('line', (line) =>
    lines.push(line),
  );
  await once(output, 'line');
  if (group && shell.pid !== undefined) process.kill(-shell.pid, signal);
  else shell.kill(signal);
  await once(output, 'close');
  return lines;
}

it.skipIf(process.platform === 'win32').each([
  ['ends once npm is gone', 'SIGKILL', false, 'start', ['up', 'told']],
  ['is not told twice where the signal went to all', 'SIGTERM', true, 'start', ['up', 'told']],
  ['is left alone without npm', 'SIGKILL', false, undefined, ['up', 'left alone']],
] as const)('a script %s', async (_, signal, group, event, said) => {
  expect(await saidAfter(signal, group, event)).toEqual(said);
});
