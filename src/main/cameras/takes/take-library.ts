import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import type { TakeListing, TakeRows, TakeView } from '#shared/contract/take-view.ts';
import type { Log } from '../../log.ts';
import type { FindFfmpeg } from '../backends/ffmpeg.ts';
import { CameraTrouble } from '../ports.ts';
import { FrameBlocks } from './frame-blocks.ts';
import { guessTake } from './guess-take.ts';
import { JpegIndex } from './jpeg-index.ts';
import { TakeList } from './list-takes.ts';
import { readRowTimes, rowNear, type RowTimes } from './row-times.ts';
import {
  NoSuchTake,
  noSuchTake,
  openPlain,
  openTake,
  type TakeAsk,
  type TakePlace,
} from './take-folder.ts';
import { rowsOf, timelineOf } from './timeline.ts';

const WITHIN_MS = 12_000;
/** Takes whose rows and places of pictures are kept: those that somebody looks at. */
const MOST_OPENED = 4;
const ROWS = 500;
const NO_ROWS: RowTimes = {
  count: 0,
  ms: new Float64Array(),
  utcMs: new Float64Array(),
  pts: new Float64Array(),
  queueDepth: new Uint32Array(),
  droppedBefore: new Uint32Array(),
};

/** One recorded frame. `jpeg` is null where the asker has that version already. */
export interface TakeStill {
  version: string;
  jpeg: Buffer | null;
}

export interface RowsAsk {
  from?: number | undefined;
  at_ms?: number | undefined;
  count?: number | undefined;
}

/** The takes that were recorded. Every answer comes within 12 s; @throws CameraTrouble, NoSuchTake among them. */
export interface TakeLibrary {
  /** Newest first. A folder that can't be read has none. */
  list(): Promise<TakeListing[]>;
  view(ask: TakeAsk): Promise<TakeView>;
  rows(ask: TakeAsk, which: RowsAsk): Promise<TakeRows>;
  /** The camera's own picture where the take holds it. `known`: a version that the asker has. */
  frame(ask: TakeAsk, row: number, signal: AbortSignal, known?: string): Promise<TakeStill>;
}

interface Opened {
  version: string;
  times: Promise<RowTimes>;
  /** Null for video that has to be decoded. */
  jpegs: Promise<JpegIndex | null>;
}

/** Changes with the file: another one of its name has another number, time or size. */
const versionOf = ({ ino, mtimeNs, size }: BigIntStats): string =>
  createHash('sha256').update(`${ino} ${mtimeNs} ${size}`).digest('hex').slice(0, 16);

const tooLate = (): CameraTrouble =>
  new CameraTrouble(
    'The take was not read in time.',
    'Its disk may be busy or gone. Try again, or look at the file itself.',
  );

/** Rejects when the signal aborts first. */
const orAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(tooLate());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

const inTime = <T>(work: Promise<T>): Promise<T> =>
  orAborted(AbortSignal.timeout(WITHIN_MS), work);

const using = async <F extends FileHandle | null, T>(
  file: F,
  work: (file: F) => Promise<T>,
): Promise<T> => {
  try {
    return await work(file);
  } finally {
    await file?.close();
  }
};

/** Reads the takes of folders, which may be others at each call. */
export class FolderLibrary implements TakeLibrary {
  readonly #folders: () => readonly string[];
  readonly #log: Log;
  readonly #lists = new TakeList();
  readonly #blocks: FrameBlocks;
  /** In the order of their last use. */
  readonly #opened = new Map<string, Opened>();

  constructor(folders: () => readonly string[], deps: { log: Log; ffmpeg: FindFfmpeg }) {
    this.#folders = folders;
    this.#log = deps.log;
    this.#blocks = new FrameBlocks(deps.ffmpeg);
  }

  async list(): Promise<TakeListing[]> {
    const lists = await Promise.all(
      this.#folders().map((folder) =>
        inTime(this.#lists.of(folder)).catch((error: unknown) => {
          this.#log.debug({ err: error, folder }, 'there are no takes to list');
          return [];
        }),
      ),
    );
    return lists.flat().sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
  }

  view(ask: TakeAsk): Promise<TakeView> {
    return inTime(
      this.#with(ask, async (place, video, { version, times }) => {
        const listing = await this.#describe(place, video);
        return { ...listing, version, timing: await timelineOf(await times, listing) };
      }),
    );
  }

  rows(ask: TakeAsk, { from, at_ms, count = ROWS }: RowsAsk): Promise<TakeRows> {
    return inTime(
      this.#with(ask, async (_, __, opened) => {
        const times = await opened.times;
        const first = at_ms === undefined ? (from ?? 0) : Math.max(0, rowNear(times, at_ms));
        return rowsOf(times, first, count);
      }),
    );
  }

  frame(ask: TakeAsk, row: number, asker: AbortSignal, known?: string): Promise<TakeStill> {
    const signal = AbortSignal.any([asker, AbortSignal.timeout(WITHIN_MS)]);
    const work = this.#with(ask, async (place, video, { version, times, jpegs }) => {
      if (known === version) return { version, jpeg: null };
      const rows = await times;
      if (!Number.isInteger(row) || row < 0 || row >= rows.count)
        throw new NoSuchTake(
          `${place.file} has no frame ${row}.`,
          rows.count > 0
            ? `Its frames are 0 to ${rows.count - 1}.`
            : 'Its timing is missing or empty.',
        );
      const index = await jpegs;
      const path = join(place.dir, place.file);
      const jpeg = index
        ? await index.read(video, row, signal)
        : await this.#blocks.frame({ path, version, times: rows }, row, signal);
      if (jpeg) return { version, jpeg };
      throw new CameraTrouble(
        `Frame ${row} of ${place.file} can't be read.`,
        'The file may be damaged: look at the verdict of the take.',
      );
    });
    return orAborted(signal, work);
  }

  async #describe(place: TakePlace, video: FileHandle): Promise<TakeListing> {
    const { named, folder, base, file } = place;
    const known = await this.#lists.one(named, base);
    if (known) return known;
    const { mtime, size } = await video.stat();
    return {
      ...guessTake(base, mtime, ''),
      recovered: false,
      bytes: size,
      reasons: ['Nothing was written about this take.'],
      path: join(named, file),
      folder,
      codec: null,
      problem: `${base}_take.json is not there.`,
    };
  }

  async #with<T>(
    ask: TakeAsk,
    work: (place: TakePlace, video: FileHandle, opened: Opened) => Promise<T>,
  ): Promise<T> {
    const { video, ...place } = await openTake(this.#folders(), ask);
    return using(video, async () => work(place, video, await this.#open(place, video)));
  }

  /** What is known of the file as it is now. */
  async #open({ dir, base, file }: TakePlace, video: FileHandle): Promise<Opened> {
    const stats = await video.stat({ bigint: true });
    const key = join(dir, file);
    const version = versionOf(stats);
    const former = this.#opened.get(key);
    this.#opened.delete(key);
    const opened = former?.version === version ? former : this.#read(dir, base, version);
    this.#opened.set(key, opened);
    for (const old of this.#opened.keys())
      if (this.#opened.size > MOST_OPENED) this.#opened.delete(old);
    const forget = (): void => {
      if (this.#opened.get(key) === opened) this.#opened.delete(key);
    };
    void Promise.all([opened.times, opened.jpegs]).catch(forget);
    return opened;
  }

  #read(dir: string, base: string, version: string): Opened {
    const times = openPlain(dir, `${base}_timing.csv`).then((file) =>
      using(file, (csv) => (csv ? readRowTimes(csv) : Promise.resolve(NO_ROWS))),
    );
    const readJpegs = async (): Promise<JpegIndex | null> => {
      const { count, ms } = await times;
      const msAt = (row: number): number => ms[row] ?? 0;
      // Whoever asked first may be gone, and its file closed.
      return using(await openPlain(dir, `${base}.mkv`), async (file) => {
        const now = await file?.stat({ bigint: true });
        if (!file || !now || versionOf(now) !== version) throw noSuchTake(`${base}.mkv`);
        return JpegIndex.open(file, Number(now.size), { count, msAt });
      });
    };
    return { version, times, jpegs: readJpegs() };
  }
}
