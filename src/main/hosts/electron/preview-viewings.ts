import type { MessagePortMain } from 'electron';
import type { Cameras } from '../../cameras/create-cameras.ts';

/** Every slot twice: a page that changes opens the next viewing before the last one is closed. */
const MOST_VIEWINGS = 32;

/** What of Electron's port it takes. */
export interface ViewingPort {
  on(event: 'message' | 'close', listener: () => void): unknown;
  postMessage: MessagePortMain['postMessage'];
  start(): void;
  close(): void;
}

/** What of the cameras it takes to show them. */
export interface Shown {
  list(): { slot: string }[];
  preview: Cameras['preview'];
}

/** Pictures on ports, a port for each viewing. It ends with the port and with the slot. */
export class PreviewViewings {
  readonly #cameras: Shown;
  readonly #open = new Set<() => void>();
  constructor(cameras: Shown) {
    this.#cameras = cameras;
  }

  /** Why a slot can't be shown on one more port; null where it can. */
  refusal(slot: string | undefined): string | null {
    if (this.#open.size >= MOST_VIEWINGS) return 'too many viewings';
    return this.#cameras.list().some((known) => known.slot === slot) ? null : 'no such slot';
  }

  /** Any message that comes on the port says that a picture was drawn. */
  show(port: ViewingPort, slot: string): void {
    const end = (): void => {
      if (!this.#open.delete(end)) return;
      viewing.end();
      port.close();
    };
    this.#open.add(end);
    const viewing = this.#cameras.preview(slot, {
      says: 'drawn',
      // A copy of its own: what is posted takes all of its buffer along.
      show: ({ jpeg }) => port.postMessage(new Uint8Array(jpeg)),
      gone: end,
    });
    port.on('message', () => viewing.done());
    port.on('close', end);
    port.start();
  }

  /** The page that looked is gone. */
  endAll(): void {
    for (const end of this.#open) end();
  }
}
