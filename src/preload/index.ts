import { contextBridge, ipcRenderer } from 'electron';
import {
  CONNECT_MESSAGE,
  PORT_MESSAGE,
  PREVIEW_MESSAGE,
  PREVIEW_PORT_MESSAGE,
  type McrWindow,
} from '#shared/contract/platform.ts';

const mcr: McrWindow = { platform: { kind: 'electron', os: process.platform } };
contextBridge.exposeInMainWorld('mcr', mcr);

/** One end of a new port goes to the main process, the other one to the page. */
const handOver = (channel: string, asked: unknown, answer: object): void => {
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(channel, asked, [port1]);
  window.postMessage(answer, location.origin, [port2]);
};

window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== window || origin !== location.origin) return;
  if (typeof data !== 'object' || data === null || !('type' in data)) return;
  if (data.type === CONNECT_MESSAGE) handOver(CONNECT_MESSAGE, null, { type: PORT_MESSAGE });
  if (data.type === PREVIEW_MESSAGE && 'slot' in data && 'viewer' in data)
    handOver(PREVIEW_MESSAGE, data.slot, { type: PREVIEW_PORT_MESSAGE, viewer: data.viewer });
});
