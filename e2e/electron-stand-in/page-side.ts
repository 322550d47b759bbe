import type { Frame } from './frames.ts';

/*
 * These two functions run in the page, as text: they may use nothing of this module. The first stands in the
 * page's own world, the second with the preload in a world of its own, as Electron keeps them apart: they
 * share the document and nothing else.
 */

/** Puts on `window` what the preload exposes: a frozen copy of it. */
export function receiveExposed(eventName: string): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  document.addEventListener(eventName, (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { name, json } = JSON.parse(String(event.detail));
    Object.defineProperty(window, name, {
      value: freeze(JSON.parse(json)),
      enumerable: true,
    });
  });
}

export interface PreloadOptions {
  /** Address of the bridge's WebSocket. */
  bridge: string;
  contents: number;
  exposeEvent: string;
  platform: string;
}

type Preload = (
  require: (name: string) => unknown,
  process: { platform: string },
  exports: object,
  module: object,
) => void;

/** Runs the preload with the part of `electron` that a sandboxed one may use. */
export function runPreload(options: PreloadOptions, preload: Preload): void {
  if (window !== window.top || location.host === '') return;
  const socket = new WebSocket(options.bridge);
  const waiting: string[] = [];
  const ports = new Map<number, MessagePort>();
  let lastPort = 0;

  const tell = (frame: Frame): void => {
    const text = JSON.stringify(frame);
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else waiting.push(text);
  };

  const adopt = (port: MessagePort): number => {
    lastPort += 1;
    const id = lastPort;
    ports.set(id, port);
    port.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') throw new TypeError('only text crosses the stand-in');
      tell({ type: 'message', port: id, text: data });
    });
    port.addEventListener('close', () => {
      if (ports.delete(id)) tell({ type: 'close', port: id });
    });
    port.start();
    return id;
  };

  tell({ type: 'hello', contents: options.contents, url: location.href });
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', ({ data }) => {
    const frame: Frame = JSON.parse(String(data));
    if (frame.type === 'message') ports.get(frame.port)?.postMessage(frame.text);
    if (frame.type === 'bytes') {
      const bytes = Uint8Array.from(atob(frame.base64), (byte) => byte.charCodeAt(0));
      ports.get(frame.port)?.postMessage(bytes);
    }
    if (frame.type !== 'close') return;
    ports.get(frame.port)?.close();
    ports.delete(frame.port);
  });
  socket.addEventListener('close', () => {
    for (const port of ports.values()) port.close();
    ports.clear();
  });

  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, value: unknown): void {
        const detail = JSON.stringify({ name, json: JSON.stringify(value) });
        document.dispatchEvent(new CustomEvent(options.exposeEvent, { detail }));
      },
    },
    ipcRenderer: {
      postMessage(channel: string, message: unknown, transfer: MessagePort[] = []): void {
        tell({ type: 'ipc', channel, message, ports: transfer.map(adopt) });
      },
    },
  };
  const onlyElectron = (name: string): unknown => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  preload(onlyElectron, { platform: options.platform }, {}, {});
}
