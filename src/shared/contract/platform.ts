/**
 * How the page of the Electron window gets its link to the engine:
 *
 * 1. The page posts `{ type: CONNECT_MESSAGE }` to its own window, whenever it wants a link.
 * 2. The preload answers `{ type: PORT_MESSAGE }` to the same window with one MessagePort, and sends the
 *    other end to the main process. The page asks first, so that it can't miss the answer.
 * 3. The main process serves the contract on that port. What the page says before it does waits in the port.
 *
 * A port is closed when the page goes away, when the page asks for another one, and at once when it was
 * not our own page that asked.
 */
export const CONNECT_MESSAGE = 'mcr:connect';
export const PORT_MESSAGE = 'mcr:port';

/**
 * And how it gets the pictures of a camera, on a port for each viewer:
 *
 * 1. The page posts `{ type: PREVIEW_MESSAGE, slot, viewer }`, `viewer` being any number of its own choice.
 * 2. The preload answers `{ type: PREVIEW_PORT_MESSAGE, viewer }` with the port.
 * 3. The main process posts each picture on it as the `Uint8Array` of a JPEG. The page posts `DRAWN` for each
 *    that it drew, and closes the port when it looks no longer.
 */
export const PREVIEW_MESSAGE = 'mcr:preview';
export const PREVIEW_PORT_MESSAGE = 'mcr:preview-port';
export const DRAWN = 'drawn';

/** What the preload puts on `window.mcr`. A page without it is in a browser and links over a WebSocket. */
export interface McrWindow {
  readonly platform: {
    readonly kind: 'electron';
    /** Node's name: `darwin`, `win32`, `linux`. */
    readonly os: string;
  };
}

declare global {
  interface Window {
    readonly mcr?: McrWindow;
  }
}
