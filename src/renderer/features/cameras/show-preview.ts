import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { previewSource } from '../../link/preview-source.ts';
import { openPreviewScreen, type PreviewScreen } from './preview-screen.ts';
import { whileInSight } from './while-in-sight.ts';

const backoff = new ExponentialBackoff({ initialDelay: 200, maxDelay: 3000 });

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });

/** Connects, and connects again where the line breaks, until the signal aborts. */
const keepWatching = async (
  slot: string,
  screen: PreviewScreen,
  drawn: () => void,
  signal: AbortSignal,
): Promise<void> => {
  let delay: IBackoff<unknown> | null = null;
  while (!signal.aborted) {
    const source = await previewSource(slot).catch(() => null);
    if (signal.aborted) {
      if (source instanceof MessagePort) source.close();
      return;
    }
    if (source !== null) {
      const first = (): void => {
        delay = null;
        drawn();
      };
      await screen.watch(source, first, signal);
    }
    delay = delay ? delay.next(undefined) : backoff.next();
    await pause(delay.duration, signal);
  }
};

/**
 * Draws the newest pictures of a camera on a new canvas for as long as it can be seen, until the signal aborts.
 * `drawn` is called for the first picture of each connection.
 */
export const showPreview = (
  slot: string,
  canvas: HTMLCanvasElement,
  drawn: () => void,
  signal: AbortSignal,
): void => {
  const screen = openPreviewScreen(canvas, signal);
  whileInSight(canvas, signal, (inSight) => {
    void keepWatching(slot, screen, drawn, inSight);
  });
};
