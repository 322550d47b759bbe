import type { Writable } from 'node:stream';

/** Resolves when the stream can take more, or nobody wants more. */
export const streamDrained = (stream: Writable, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (!stream.writableNeedDrain || signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      stream.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    stream.on('drain', done);
    signal.addEventListener('abort', done);
  });
