import { ExponentialBackoff, type IBackoff } from 'cockatiel';

const backoff = new ExponentialBackoff({ initialDelay: 200, maxDelay: 3000 });

const addressOf = (slot: string): string => {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/api/cameras/${encodeURIComponent(slot)}/preview`;
};

const whenAborted = (signal: AbortSignal, then: () => void): void =>
  signal.aborted ? then() : signal.addEventListener('abort', then, { once: true });

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    whenAborted(signal, () => {
      clearTimeout(timer);
      resolve();
    });
  });

const untilVisible = (): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });

/** One connection, from opening to its end. Resolves with the number of pictures it drew. */
const drawFrom = async (
  slot: string,
  canvas: HTMLCanvasElement,
  screen: ImageBitmapRenderingContext,
  signal: AbortSignal,
): Promise<number> => {
  const socket = new WebSocket(addressOf(slot));
  socket.binaryType = 'blob';
  let drawn = 0;
  const draw = async (picture: Blob): Promise<void> => {
    const bitmap = await createImageBitmap(picture).catch(() => null);
    if (signal.aborted) return bitmap?.close();
    if (bitmap) {
      // Else the picture is stretched over the former size.
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      screen.transferFromImageBitmap(bitmap);
      canvas.dispatchEvent(new Event('picture'));
      drawn += 1;
    }
    // The host sends the next picture once this one was taken; a page that nobody sees takes none.
    await untilVisible();
    if (socket.readyState === WebSocket.OPEN) socket.send('next');
  };
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data instanceof Blob) void draw(data);
  });
  await new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
    whenAborted(signal, () => {
      socket.close();
      resolve();
    });
  });
  return drawn;
};

/** Draws the newest pictures of a camera on a canvas, connecting again where the line breaks, until the signal aborts. */
export const showPreview = async (
  slot: string,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<void> => {
  const screen = canvas.getContext('bitmaprenderer');
  if (!screen) return;
  let delay: IBackoff<unknown> | null = null;
  while (!signal.aborted) {
    const drawn = await drawFrom(slot, canvas, screen, signal);
    if (drawn > 0) delay = null;
    delay = delay ? delay.next(undefined) : backoff.next();
    await pause(delay.duration, signal);
  }
};
