import { BrowserWindow, screen } from 'electron';
import type { Log } from '../../log.ts';
import {
  MIN_HEIGHT,
  MIN_WIDTH,
  placeOnScreens,
  readWindowBounds,
  writeWindowBounds,
} from './window-bounds.ts';

const RELOAD_AGAIN_AFTER_MS = 60_000;

const reloadWhenGone = (window: BrowserWindow, log: Log): void => {
  let reloadedAt = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const again = performance.now() - reloadedAt < RELOAD_AGAIN_AFTER_MS;
    log.error({ reason, exitCode, reload: !again }, 'the page crashed');
    if (again) return;
    reloadedAt = performance.now();
    window.webContents.reload();
  });
};

/** The one window, where it stood last time. It shows itself when there is something to see. */
export const createWindow = (options: {
  boundsFile: string;
  preload: string;
  log: Log;
}): BrowserWindow => {
  const place = placeOnScreens(
    readWindowBounds(options.boundsFile),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    title: 'MCR Bridge',
    width: 1440,
    height: 900,
    ...(place && { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    backgroundColor: '#0a0b0d',
    show: false,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    if (place?.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    try {
      writeWindowBounds(options.boundsFile, {
        ...window.getNormalBounds(),
        maximized: window.isMaximized(),
      });
    } catch (error) {
      options.log.warn({ error: String(error) }, 'the place of the window was not saved');
    }
  });
  reloadWhenGone(window, options.log);
  return window;
};

export const focusWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
