import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { NameSchema } from '#shared/contract/names.ts';
import { PREVIEW_MESSAGE } from '#shared/contract/platform.ts';
import type { Cameras } from '../../cameras/create-cameras.ts';
import type { Log } from '../../log.ts';
import { isFromPage, whenPageLeaves } from './page-sender.ts';
import { PreviewViewings } from './preview-viewings.ts';

export interface PreviewPortsOptions {
  contents: WebContents;
  /** The address of our own page: nobody else gets pictures. */
  page: string;
  cameras: Cameras;
  log: Log;
}

/** Pictures of cameras for the page, on the ports that it asks for. */
export const createPreviewPorts = (options: PreviewPortsOptions): void => {
  const { contents, page, log } = options;
  const viewings = new PreviewViewings(options.cameras);

  const refusal = (event: IpcMainEvent, slot: string | undefined): string | null => {
    if (!isFromPage(event, contents, page)) return 'not our page';
    return event.ports.length === 1 ? viewings.refusal(slot) : 'not one port';
  };

  const onAsked = (event: IpcMainEvent, asked: unknown): void => {
    const { data: slot } = NameSchema.safeParse(asked);
    const reason = refusal(event, slot);
    const [port] = event.ports;
    if (reason === null && port && slot !== undefined) {
      viewings.show(port, slot);
      return;
    }
    log.warn({ url: event.senderFrame?.url, slot, reason }, 'a preview was refused');
    for (const refused of event.ports) refused.close();
  };

  ipcMain.on(PREVIEW_MESSAGE, onAsked);
  whenPageLeaves(contents, () => viewings.endAll());
  contents.once('destroyed', () => ipcMain.off(PREVIEW_MESSAGE, onAsked));
};
