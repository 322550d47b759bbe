import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT_MESSAGE, PORT_MESSAGE, type McrWindow } from '#shared/contract/platform.ts';

const mcr: McrWindow = { platform: { kind: 'electron', os: process.platform } };
contextBridge.exposeInMainWorld('mcr', mcr);

const asksForPort = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === CONNECT_MESSAGE;

window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== location.origin) return;
  if (!asksForPort(event.data)) return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(CONNECT_MESSAGE, null, [port1]);
  window.postMessage({ type: PORT_MESSAGE }, location.origin, [port2]);
});
