import type { CameraStatus } from '#shared/contract/camera.ts';
import { CameraTrouble } from './ports.ts';

export type Payload = Record<string, unknown>;
export type Say = (status: CameraStatus['status'], payload: Payload) => void;
/** Says a status to everybody, and returns it as it was said. */
export type Speak = (status: CameraStatus['status'], payload: Payload) => CameraStatus;

/** Who sends more than so many to one slot does not look at the answers. */
const MOST_WAITING = 500;

/** What one slot does, one thing after another, each with the statuses that it brought. */
export class Turns {
  readonly #speak: Speak;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  constructor(speak: Speak) {
    this.#speak = speak;
  }

  get idle(): boolean {
    return this.#waiting === 0;
  }

  /** Rejects with what `work` throws, and with CameraTrouble at once where too many wait. */
  async take(work: (say: Say) => Promise<void> | void): Promise<CameraStatus[]> {
    if (this.#waiting >= MOST_WAITING)
      throw new CameraTrouble(
        `${MOST_WAITING} commands wait for this slot already.`,
        'Wait for their answers before you send more.',
      );
    this.#waiting += 1;
    const done = this.#last.then(() => this.collect(work));
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Out of turn. */
  async collect(work: (say: Say) => Promise<void> | void): Promise<CameraStatus[]> {
    const brought: CameraStatus[] = [];
    await work((status, payload) => brought.push(this.#speak(status, payload)));
    return brought;
  }
}
