import type { PreviewSource } from '../../link/preview-source.ts';

/** What the page says to the worker that draws: first a canvas, with the port for what concerns it. */
export interface NewScreen {
  canvas: OffscreenCanvas;
  control: MessagePort;
}

/** Then, on that port. `watch` is a number for each viewing, `width` what the canvas takes of the screen, in pixels. */
export type ToScreen =
  | { type: 'size'; width: number }
  | { type: 'watch'; watch: number; source: PreviewSource }
  | { type: 'rest' }
  | { type: 'end' };

/** And what it hears: the first picture of a viewing is drawn; its source is gone. */
export type FromScreen = { type: 'drawn' | 'lost'; watch: number };
