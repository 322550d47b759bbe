import { ipcMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import { CONNECT_MESSAGE } from '#shared/contract/platform.ts';
import type { Log } from '../../log.ts';
import { isFromPage, whenPageLeaves } from './page-sender.ts';

export interface PortLinkOptions {
  contents: WebContents;
  /** The address of our own page: nobody else is answered. */
  page: string;
  /** Serves the contract on a port. The signal aborts when the page that holds the other end is gone. */
  serve: (port: MessagePortMain, signal: AbortSignal) => void;
  log: Log;
}

/** One served port per page load: a page that asks again, reloads or dies loses the one it had. */
export const createPortLink = ({ contents, page, serve, log }: PortLinkOptions): void => {
  let closeCurrent: (() => void) | undefined;

  const open = (port: MessagePortMain): void => {
    closeCurrent?.();
    const lifetime = new AbortController();
    closeCurrent = () => {
      if (lifetime.signal.aborted) return;
      lifetime.abort();
      port.close();
      // Only the far side of a port is told that it closed, and the handler on this side has calls to end.
      port.emit('close');
    };
    port.on('close', () => lifetime.abort());
    serve(port, lifetime.signal);
    port.start();
  };

  const onConnect = (event: IpcMainEvent): void => {
    const [port] = event.ports;
    if (port !== undefined && event.ports.length === 1 && isFromPage(event, contents, page)) {
      open(port);
      return;
    }
    log.warn(
      { url: event.senderFrame?.url },
      'a link was refused: not our page, or not one port',
    );
    for (const refused of event.ports) refused.close();
  };

  ipcMain.on(CONNECT_MESSAGE, onConnect);
  whenPageLeaves(contents, () => closeCurrent?.());
  contents.once('destroyed', () => ipcMain.off(CONNECT_MESSAGE, onConnect));
};
