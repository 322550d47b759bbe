import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { FindFfmpeg } from '../backends/ffmpeg.ts';
import { CameraTrouble } from '../ports.ts';
import { framesOf } from './frame-of.ts';
import type { RowTimes } from './row-times.ts';

/** Decoded together: the one that is asked for and those that a person steps to next. */
const ROWS_PER_BLOCK = 16;
const MOST_BLOCKS = 8;
const DECODERS = 2;
const MOST_WAITING = 16;
const WITHIN_MS = 8000;

/** A video whose pictures can't be taken out as they are. */
export interface CodedVideo {
  path: string;
  version: string;
  times: RowTimes;
}

interface Block {
  pictures: Promise<Buffer[]>;
  /** How many wait for it; when the last one leaves its decoder ends. */
  waiting: number;
  end: AbortController;
}

/** Frames of coded video, a block at a time: at most two decoders, and the last blocks kept. */
export class FrameBlocks {
  readonly #find: FindFfmpeg;
  readonly #decoders = bulkhead(DECODERS, MOST_WAITING);
  /** In the order of their last use. */
  readonly #blocks = new Map<string, Block>();
  constructor(find: FindFfmpeg) {
    this.#find = find;
  }

  /**
   * Null where the file has no such frame, or it took more than 8 s. What nobody waits for any more is not decoded.
   * @throws CameraTrouble where too much is asked for at once, or there is no ffmpeg
   */
  async frame(video: CodedVideo, row: number, signal: AbortSignal): Promise<Buffer | null> {
    const from = row - (row % ROWS_PER_BLOCK);
    const key = `${video.path} ${video.version} ${from}`;
    const block = this.#blocks.get(key) ?? this.#decode(video, from);
    this.#keep(key, block);
    block.waiting += 1;
    const leave = (): void => {
      block.waiting -= 1;
      if (block.waiting > 0) return;
      block.end.abort();
      this.#forget(key, block);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      const picture = (await block.pictures)[row - from];
      if (!picture) this.#forget(key, block);
      return picture ?? null;
    } catch (error) {
      this.#forget(key, block);
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
      if (!signal.aborted) block.waiting -= 1;
    }
  }

  #keep(key: string, block: Block): void {
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    for (const [old, { waiting }] of this.#blocks) {
      if (this.#blocks.size <= MOST_BLOCKS) return;
      if (waiting === 0 && old !== key) this.#blocks.delete(old);
    }
  }

  #forget(key: string, block: Block): void {
    if (this.#blocks.get(key) === block) this.#blocks.delete(key);
  }

  #decode({ path, times }: CodedVideo, from: number): Block {
    const end = new AbortController();
    const count = Math.min(ROWS_PER_BLOCK, times.count - from);
    const work = async (): Promise<Buffer[]> => {
      const { ffmpeg } = await this.#find();
      const signal = AbortSignal.any([end.signal, AbortSignal.timeout(WITHIN_MS)]);
      return signal.aborted ? [] : framesOf(path, times, from, count, { ffmpeg, signal });
    };
    const pictures = this.#decoders.execute(work).catch((error: unknown) => {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new CameraTrouble(
        'Too many frames are asked for at once.',
        'Ask again when the others have been answered.',
      );
    });
    return { pictures, waiting: 0, end };
  }
}
