import type { IpcMainEvent, WebContents } from 'electron';
import { isSameSite } from './page-address.ts';

/** True where it was the main frame of our own page that spoke. */
export const isFromPage = (
  { sender, senderFrame }: IpcMainEvent,
  contents: WebContents,
  page: string,
): boolean =>
  sender === contents &&
  senderFrame !== null &&
  senderFrame === contents.mainFrame &&
  isSameSite(senderFrame.url, page);

/** Calls `left` whenever the page that was there is no more: it is loaded anew, went on, crashed, or its window closed. */
export const whenPageLeaves = (contents: WebContents, left: () => void): void => {
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) left();
  });
  contents.on('render-process-gone', left);
  contents.once('destroyed', left);
};
