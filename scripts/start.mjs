import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onAppNode } from './app-node.mjs';
import { buildApp } from './build-app.mjs';
import { canSandbox, fetchElectron, whyNoWindow } from './electron-binary.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { foreground } from './foreground.mjs';
import { becomeHeadlessHost, headlessHost } from './headless-host.mjs';
import { hasDesktop, openInBrowser } from './open-in-browser.mjs';
import { root, say } from './project.mjs';

/** What a dynamic linker or a shell answers when a program's libraries, or the program, are missing. */
const CANNOT_START = 127;

endWithParent();
await onAppNode();
const retry = process.argv.includes('--retry-electron');
const args = process.argv.slice(2).filter((arg) => arg !== '--retry-electron');
if (await buildApp()) await startApp();
else process.exitCode = 1;

async function startApp() {
  const machine = { platform: process.platform, uid: process.getuid?.(), env: process.env };
  const noWindow = whyNoWindow({ ...machine, canSandbox: true });
  if (noWindow !== undefined) return await serve(noWindow);
  const electron = await fetchElectron({ retry });
  if ('why' in electron) return await serve(electron.why);
  const refused = whyNoWindow({ ...machine, canSandbox: canSandbox(electron.path) });
  if (refused !== undefined) return await serve(refused);
  const code = await foreground(electron.path, ['.'], { cwd: root, env: windowEnv() });
  if (code === CANNOT_START) return await serve('Electron lacks a library, see above');
  process.exitCode = code;
}

/** The window takes by its environment what the headless host takes as options. */
function windowEnv() {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  /** @type {import('node:util').ParseArgsOptionsConfig} */
  const options = { data: { type: 'string' }, redis: { type: 'string' } };
  const { data, redis } = parseArgs({ args, options, strict: false }).values;
  if (typeof data === 'string') env['MCR_DATA_DIR'] = resolve(data);
  if (typeof redis === 'string') env['MCR_REDIS'] = redis;
  return env;
}

/**
 * Serves the app to a browser in place of the window, and opens it there where this machine has a desktop.
 * @param {string} why
 */
async function serve(why) {
  say(`No Electron window (${why}): serving the app to your browser.`);
  const hostArgs = ['--demo-when-empty', '--log-level=warn', ...args];
  if (!hasDesktop()) return await becomeHeadlessHost(hostArgs);
  let unread = '';
  let isOpen = false;
  process.exitCode = await foreground(process.execPath, [headlessHost, ...hostArgs], {
    onStdout: (text) => {
      process.stdout.write(text);
      if (isOpen) return;
      unread += text;
      const url = /https?:\/\/[^\s"]+(?=["\s])/.exec(unread)?.[0];
      if (url === undefined) return;
      isOpen = true;
      openInBrowser(url);
    },
  });
}
