import { spawn } from 'node:child_process';

/**
 * The command that opens a page in the person's browser.
 * @param {string} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {string} url
 * @returns {[string, ...string[]] | undefined} nothing where there is no desktop to open it on
 */
export function openCommand(platform, env, url) {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined;
}

/**
 * Opens a page where there is a desktop. A machine without the means to has the page's address on screen.
 * @param {string} url
 */
export function openInBrowser(url) {
  const [command, ...args] = openCommand(process.platform, process.env, url) ?? [];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** Whether this machine has a desktop with a browser on it. */
export const hasDesktop = () => openCommand(process.platform, process.env, '') !== undefined;
