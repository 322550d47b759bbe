import type { Writable } from 'node:stream';

/** Resolves when the stream can take more, or takes nothing any more. */
export const drained = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (!stream.writableNeedDrain || stream.destroyed) {
      resolve();
      return;
    }
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
