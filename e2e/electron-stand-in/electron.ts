/**
 * The part of the `electron` module that the shell uses, for machines where Electron's binary can't be had:
 * plain Node runs the built main process, and a window is a page of a real Chromium.
 */
import { app } from './app.ts';
import { serveControl } from './control.ts';

/** Plain Node has no keychain: the app then seals with its key file. */
export const safeStorage = {
  isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(false),
};
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './web-contents.ts';
export { dialog, Menu, screen, session, shell } from './desktop.ts';
export { protocol } from './scheme.ts';

serveControl();
app.begin();
