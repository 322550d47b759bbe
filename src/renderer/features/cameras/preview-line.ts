import { DRAWN } from '#shared/contract/platform.ts';
import type { PreviewSource } from '../../link/preview-source.ts';

/** One open line to a camera's pictures. It is never mended. */
export interface PreviewLine {
  /** Says that a picture was drawn; for each the host sends another one. */
  drawn(): void;
  close(): void;
}

interface LineEvents {
  picture(jpeg: Uint8Array<ArrayBuffer>): void;
  /** The far side is gone. Not told after `close`. */
  lost(): void;
}

const overSocket = (address: string, events: LineEvents): PreviewLine => {
  const over = new AbortController();
  const { signal } = over;
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) events.picture(new Uint8Array(data));
    },
    { signal },
  );
  socket.addEventListener('close', () => events.lost(), { signal });
  return {
    drawn() {
      if (socket.readyState === WebSocket.OPEN) socket.send(DRAWN);
    },
    close() {
      over.abort();
      socket.close();
    },
  };
};

const overPort = (port: MessagePort, events: LineEvents): PreviewLine => {
  const over = new AbortController();
  const { signal } = over;
  port.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      if (data instanceof Uint8Array) events.picture(new Uint8Array(data));
    },
    { signal },
  );
  port.addEventListener('close', () => events.lost(), { signal });
  port.start();
  return {
    drawn: () => port.postMessage(DRAWN),
    close() {
      over.abort();
      port.close();
    },
  };
};

export const openPreviewLine = (source: PreviewSource, events: LineEvents): PreviewLine =>
  typeof source === 'string' ? overSocket(source, events) : overPort(source, events);
