import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { app, dialog, protocol, session } from 'electron';
import type { Cameras } from '../../cameras/create-cameras.ts';
import type { Log } from '../../log.ts';
import type { HostContext } from '../answers.ts';
import type { Router } from '../router.ts';
import { denyPermissions, guardContents } from './guards.ts';
import { setMenu } from './menu.ts';
import { APP_PAGE, APP_SCHEME } from './page-address.ts';
import { createPortLink } from './port-link.ts';
import { createPreviewPorts } from './preview-ports.ts';
import { closeBeforeQuit } from './quit.ts';
import { createRendererFiles } from './renderer-files.ts';
import { createTakeFrames } from './take-frames.ts';
import { createWindow, focusWindow } from './window.ts';

export interface ElectronHostOptions {
  dataDir: string;
  /** The built page, a folder. */
  rendererDir: string;
  /** The built preload, one CommonJS file. */
  preload: string;
  /** A page to show in place of the built one while it is developed. A packaged app knows none. */
  devPage: string | undefined;
  log: Log;
  /** Starts what the window shows. Called once, and never by a second instance. */
  start(): Promise<{ router: Router; cameras: Cameras; close(): Promise<void> }>;
}

const failure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'hint' in error ? `${error.message}\n\n${String(error.hint)}` : error.message;
};

/** Call it before Electron is ready: a scheme must be known by then. */
export const runElectronHost = (options: ElectronHostOptions): void => {
  const { dataDir, log } = options;
  const devPage = app.isPackaged ? undefined : options.devPage;
  const page = devPage ?? APP_PAGE;

  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  const userData = join(dataDir, 'electron');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
  if (!app.requestSingleInstanceLock()) {
    log.info('MCR Bridge runs already: its window comes to the front');
    app.quit();
    return;
  }

  const starting = options.start();
  const fail = closeBeforeQuit(async () => {
    const running = await starting.catch(() => undefined);
    await running?.close();
  }, log);
  app.on('window-all-closed', () => app.quit());

  const open = async (): Promise<void> => {
    const [{ router, cameras }] = await Promise.all([starting, app.whenReady()]);
    const handler = new RPCHandler<HostContext>(router);
    const files = createRendererFiles(options.rendererDir);
    const frames = createTakeFrames(cameras.recorded);
    protocol.handle(APP_SCHEME, (request) => frames(request) ?? files(request));
    denyPermissions(session.defaultSession, page);
    if (devPage === undefined) setMenu(process.platform);

    const window = createWindow({
      boundsFile: join(dataDir, 'window.json'),
      preload: options.preload,
      log,
    });
    const contents = window.webContents;
    guardContents(contents, page, log);
    createPortLink({
      contents,
      page,
      log,
      serve: (port, signal) =>
        handler.upgrade(port, { context: { origin: 'operator', via: 'window', signal } }),
    });
    createPreviewPorts({ contents, page, cameras, log });
    app.on('second-instance', () => focusWindow(window));
    await window.loadURL(page);
  };

  open().catch((error: unknown) => {
    log.error({ err: error }, 'MCR Bridge could not start');
    dialog.showErrorBox('MCR Bridge could not start', failure(error));
    fail();
  });
};
