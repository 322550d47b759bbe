import { PREVIEW_MESSAGE, PREVIEW_PORT_MESSAGE } from '#shared/contract/platform.ts';
import { askForPort } from './ask-for-port.ts';

/** Where pictures of a camera come from: the address of a WebSocket, or a port of the Electron window. */
export type PreviewSource = string | MessagePort;

const PORT_TIMEOUT_MS = 5000;

let lastViewer = 0;

/** A new one for each viewing. Rejects when the Electron window gave no port in time. */
export const previewSource = async (slot: string): Promise<PreviewSource> => {
  if (!window.mcr) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return `${scheme}://${location.host}/api/cameras/${encodeURIComponent(slot)}/preview`;
  }
  lastViewer += 1;
  const viewer = lastViewer;
  return askForPort(
    { type: PREVIEW_MESSAGE, slot, viewer },
    { type: PREVIEW_PORT_MESSAGE, viewer },
    PORT_TIMEOUT_MS,
  );
};
