import { shell, type Session, type WebContents } from 'electron';
import type { Log } from '../../log.ts';
import { isSameSite, mayOpenOutside } from './page-address.ts';

/** The window shows our own page and nothing else: no other site, no second window, no embedded view. */
export const guardContents = (contents: WebContents, page: string, log: Log): void => {
  const refuseForeign = (event: Electron.Event, url: string): void => {
    if (isSameSite(url, page)) return;
    event.preventDefault();
    log.warn({ url }, 'navigation refused');
  };
  contents.on('will-navigate', (event) => refuseForeign(event, event.url));
  contents.on('will-frame-navigate', (event) => refuseForeign(event, event.url));
  contents.on('will-redirect', (event) => refuseForeign(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) {
      shell.openExternal(url).catch((error: unknown) => {
        log.warn({ url, error: String(error) }, 'the system browser did not open');
      });
    } else {
      log.warn({ url }, 'a new window was refused');
    }
    return { action: 'deny' };
  });
};

/** Our page may put text on the clipboard ("Copy as text"); whatever else it asks the system for is denied. */
export const denyPermissions = (session: Session, page: string): void => {
  const allowed = (permission: string, asker: string): boolean =>
    permission === 'clipboard-sanitized-write' && isSameSite(asker, page);
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowed(permission, contents.getURL())),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    allowed(permission, origin),
  );
  session.setDevicePermissionHandler(() => false);
};
