import { EventEmitter, once } from 'node:events';
import type { CaptureEvents, Frame, SourceState } from '../ports.ts';

/** Keeps what a capture tells, for a test to wait for. */
export class Witness implements CaptureEvents {
  readonly frames: Frame[] = [];
  readonly states: SourceState[] = [];
  readonly badPieces: string[] = [];
  readonly #news = new EventEmitter();

  frame = (frame: Frame): void => {
    this.frames.push(frame);
    this.#news.emit('news');
  };
  state = (state: SourceState): void => {
    this.states.push(state);
    this.#news.emit('news');
  };
  bad = (reason: string): void => {
    this.badPieces.push(reason);
    this.#news.emit('news');
  };

  /** @throws where it is not true within `ms`; says what was seen. */
  async until(isTrue: () => boolean, ms = 10_000): Promise<void> {
    const signal = AbortSignal.timeout(ms);
    while (!isTrue())
      await once(this.#news, 'news', { signal }).catch(() => {
        const states = this.states.map((state) => JSON.stringify(state)).join(' ');
        throw new Error(
          `after ${ms} ms: ${this.frames.length} frames, ${states}, bad: ${this.badPieces.join('; ')}`,
        );
      });
  }

  async untilFrames(count: number, ms?: number): Promise<void> {
    await this.until(() => this.frames.length >= count, ms);
  }

  async untilState(state: SourceState['state'], ms?: number): Promise<void> {
    await this.until(() => this.states.at(-1)?.state === state, ms);
  }

  get messages(): string[] {
    return this.states.flatMap((state) => (state.state === 'lost' ? [state.message] : []));
  }

  get indexes(): number[] {
    return this.frames.map(({ index }) => index);
  }
}

/** Over the frames that a witness has from `from` on. */
export const fpsOf = ({ frames }: Witness, from = 0): number => {
  const first = frames[from];
  const last = frames.at(-1);
  if (!first || !last) return 0;
  return (frames.length - 1 - from) / (Number(last.arrivedNs - first.arrivedNs) / 1e9);
};

export const countTo = (length: number): number[] =>
  Array.from({ length }, (_, index) => index);

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
