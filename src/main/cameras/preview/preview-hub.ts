import type { CameraPreview } from '#shared/contract/camera.ts';
import type { Clock } from '../../clock.ts';
import type { Frame } from '../ports.ts';
import { previewFigures } from './preview-figures.ts';
import { Viewing, type Viewer } from './viewing.ts';

interface Channel {
  newest: Frame | null;
  viewings: Set<Viewing>;
  measured: CameraPreview;
}

/** A viewer's hold on what it looks at. */
export interface ViewingHandle {
  /** The viewer is done with the oldest of the pictures that were shown. */
  done(): void;
  /** It looks no longer. */
  end(): void;
}

const NOBODY: CameraPreview = previewFigures([]);

/**
 * The newest picture of each camera, for any number of viewers. A viewer that is slow sees fewer pictures;
 * nothing is queued, and nobody who offers ever waits.
 */
export class PreviewHub {
  readonly #clock: Clock;
  readonly #channels = new Map<string, Channel>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  offer(slot: string, frame: Frame): void {
    const channel = this.#channel(slot);
    channel.newest = frame;
    for (const viewing of channel.viewings) viewing.offer(frame);
  }

  latest(slot: string): Frame | null {
    return this.#channels.get(slot)?.newest ?? null;
  }

  /** Shows the picture that is there, then the newest each time. */
  view(slot: string, viewer: Viewer): ViewingHandle {
    const channel = this.#channel(slot);
    const viewing = new Viewing(this.#clock, viewer);
    channel.viewings.add(viewing);
    if (channel.newest) viewing.offer(channel.newest);
    return {
      done: () => viewing.done(),
      end: () => {
        viewing.end();
        channel.viewings.delete(viewing);
        this.#drop(slot, channel);
      },
    };
  }

  /** The slot has no camera any more: its last picture is not shown again. Who looks at it goes on waiting. */
  clear(slot: string): void {
    const channel = this.#channels.get(slot);
    if (!channel) return;
    channel.newest = null;
    for (const viewing of channel.viewings) viewing.clear();
    this.measure(slot);
    this.#drop(slot, channel);
  }

  /** The slot is gone. */
  remove(slot: string): void {
    const channel = this.#channels.get(slot);
    this.#channels.delete(slot);
    for (const viewing of channel?.viewings ?? []) viewing.gone();
  }

  /** Takes the figures that `figures` then answers. */
  measure(slot: string): void {
    const channel = this.#channels.get(slot);
    if (channel) channel.measured = previewFigures(channel.viewings);
  }

  /** As last measured. */
  figures(slot: string): CameraPreview {
    return this.#channels.get(slot)?.measured ?? NOBODY;
  }

  #channel(slot: string): Channel {
    let channel = this.#channels.get(slot);
    if (!channel) {
      channel = { newest: null, viewings: new Set(), measured: NOBODY };
      this.#channels.set(slot, channel);
    }
    return channel;
  }

  #drop(slot: string, channel: Channel): void {
    const isUnused = channel.newest === null && channel.viewings.size === 0;
    if (isUnused && this.#channels.get(slot) === channel) this.#channels.delete(slot);
  }
}
