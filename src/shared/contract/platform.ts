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
