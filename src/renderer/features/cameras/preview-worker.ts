import { decodePicture } from './decode-picture.ts';
import { openPreviewLine, type PreviewLine } from './preview-line.ts';
import type { FromScreen, NewScreen, ToScreen } from './preview-messages.ts';

/** A canvas of the page, drawn on from here. It is as large as its picture, and the page scales it. */
class Screen {
  readonly #canvas: OffscreenCanvas;
  readonly #context: ImageBitmapRenderingContext | null;
  readonly #control: MessagePort;
  #line: PreviewLine | null = null;
  /** Pictures are drawn one after the other, as they came. */
  #drawing: Promise<void> = Promise.resolve();
  #width = 0;

  constructor({ canvas, control }: NewScreen) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('bitmaprenderer');
    this.#control = control;
    control.addEventListener('message', ({ data }: MessageEvent<ToScreen>) => this.#hear(data));
    control.start();
  }

  #hear(message: ToScreen): void {
    switch (message.type) {
      case 'size':
        this.#width = message.width;
        break;
      case 'watch':
        this.#watch(message);
        break;
      case 'rest':
        this.#rest();
        break;
      case 'end':
        this.#rest();
        this.#control.close();
        break;
    }
  }

  #watch({ source, watch }: Extract<ToScreen, { type: 'watch' }>): void {
    this.#rest();
    let saysDrawn = false;
    const show = async (jpeg: Uint8Array<ArrayBuffer>): Promise<void> => {
      const isDrawn = await this.#draw(jpeg, line);
      if (isDrawn && !saysDrawn) this.#say({ type: 'drawn', watch });
      saysDrawn ||= isDrawn;
    };
    const line = openPreviewLine(source, {
      picture: (jpeg) => {
        this.#drawing = this.#drawing
          .then(() => show(jpeg))
          .catch((error: unknown) => {
            reportError(error);
            line.drawn();
          });
      },
      lost: () => {
        this.#rest();
        this.#say({ type: 'lost', watch });
      },
    });
    this.#line = line;
  }

  async #draw(jpeg: Uint8Array<ArrayBuffer>, line: PreviewLine): Promise<boolean> {
    const bitmap = await decodePicture(jpeg, this.#width).catch(() => null);
    if (this.#line !== line) {
      bitmap?.close();
      return false;
    }
    if (!bitmap) {
      // It counts as drawn: else no other would come.
      line.drawn();
      return false;
    }
    // Else the picture is stretched over the former size.
    if (this.#canvas.width !== bitmap.width) this.#canvas.width = bitmap.width;
    if (this.#canvas.height !== bitmap.height) this.#canvas.height = bitmap.height;
    this.#context?.transferFromImageBitmap(bitmap);
    // Said once the screen takes it, and not before: what is drawn faster than that nobody sees.
    requestAnimationFrame(() => {
      if (this.#line === line) line.drawn();
    });
    return true;
  }

  #rest(): void {
    this.#line?.close();
    this.#line = null;
  }

  #say(message: FromScreen): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin to name
    this.#control.postMessage(message);
  }
}

addEventListener('message', ({ data }: MessageEvent<NewScreen>) => void new Screen(data));
