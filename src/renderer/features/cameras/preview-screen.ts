import type { PreviewSource } from '../../link/preview-source.ts';
import type { FromScreen, NewScreen, ToScreen } from './preview-messages.ts';

let worker: Worker | undefined;

/** One worker draws all cameras of the page: what takes time there, decoding, the browser spreads by itself. */
const drawer = (): Worker =>
  (worker ??= new Worker(new URL('./preview-worker.ts', import.meta.url), {
    type: 'module',
    name: 'previews',
  }));

/** A canvas that the worker draws on. */
export interface PreviewScreen {
  /** Draws what comes from `source` until it is lost, which is when it resolves, or until the signal aborts. */
  watch(source: PreviewSource, drawn: () => void, signal: AbortSignal): Promise<void>;
}

/** Hands a new canvas over to the worker, for good: a canvas can be handed over only once. Ends with the signal. */
export const openPreviewScreen = (
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): PreviewScreen => {
  const { port1: control, port2 } = new MessageChannel();
  const tell = (message: ToScreen, transfer: Transferable[] = []): void =>
    control.postMessage(message, transfer);
  const screen: NewScreen = { canvas: canvas.transferControlToOffscreen(), control: port2 };
  drawer().postMessage(screen, [screen.canvas, port2]);
  control.start();

  const resizing = new ResizeObserver((entries) => {
    const width = entries.at(-1)?.contentRect.width;
    if (width !== undefined) tell({ type: 'size', width: Math.ceil(width * devicePixelRatio) });
  });
  resizing.observe(canvas);
  signal.addEventListener('abort', () => {
    resizing.disconnect();
    tell({ type: 'end' });
  });

  let last = 0;
  return {
    watch(source, drawn, until) {
      last += 1;
      const watch = last;
      const over = Promise.withResolvers<void>();
      const hear = ({ data }: MessageEvent<FromScreen>): void => {
        if (data.watch !== watch) return;
        if (data.type === 'drawn') drawn();
        else over.resolve();
      };
      const leave = (): void => {
        tell({ type: 'rest' });
        over.resolve();
      };
      control.addEventListener('message', hear);
      until.addEventListener('abort', leave);
      tell({ type: 'watch', watch, source }, typeof source === 'string' ? [] : [source]);
      return over.promise.finally(() => {
        control.removeEventListener('message', hear);
        until.removeEventListener('abort', leave);
      });
    },
  };
};
