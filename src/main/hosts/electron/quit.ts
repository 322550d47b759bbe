import { app } from 'electron';
import type { Log } from '../../log.ts';

const CLOSE_WITHIN_MS = 5000;

/**
 * Holds the first quit back until `close` is done, once, and for at most 5 seconds. Returns the way to quit
 * because something failed: the process then ends with 1.
 */
export const closeBeforeQuit = (close: () => Promise<void>, log: Log): (() => void) => {
  let closing: Promise<void> | undefined;
  let closed = false;
  let failed = false;

  const closeAndQuit = async (): Promise<void> => {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      log.error({ withinMs: CLOSE_WITHIN_MS }, 'closing took too long: quitting without it');
      late.resolve();
    }, CLOSE_WITHIN_MS);
    try {
      await Promise.race([close(), late.promise]);
    } catch (error) {
      log.error({ err: error }, 'closing failed');
    }
    clearTimeout(timer);
    closed = true;
    if (failed) app.exit(1);
    else app.quit();
  };

  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= closeAndQuit();
  });

  return () => {
    failed = true;
    app.quit();
  };
};
