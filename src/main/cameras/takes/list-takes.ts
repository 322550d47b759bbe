import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TakeListing } from '#shared/contract/take-view.ts';
import { TakeFileSchema } from '../recording/take-files.ts';
import { folderTrouble } from '../recording/take-names.ts';
import { guessTake } from './guess-take.ts';
import { folderId } from './take-folder.ts';

const SUFFIX = '_take.json';
/** A thousand gaps take 60 kB. */
const MOST_JSON_BYTES = 4_000_000;
/** A recording needs the disk too. */
const AT_ONCE = 16;

interface Known {
  mtimeMs: number;
  size: number;
  listing: TakeListing;
}

const whyUnreadable = (error: unknown): string => {
  if (error instanceof SyntaxError) return 'it is no JSON';
  if (error instanceof Error && 'code' in error)
    return `it can't be read (${String(error.code)})`;
  return 'it does not describe a take';
};

/** The takes of folders. A description is read once for as long as it stays as it is. */
export class TakeList {
  readonly #known = new Map<string, Map<string, Known>>();

  /** Newest first; one whose description can't be read is among them. @throws CameraTrouble where the folder can't be read */
  async of(dir: string): Promise<TakeListing[]> {
    const all = await readdir(dir).catch((error: unknown) => {
      throw folderTrouble(dir, error);
    });
    const names = all.filter((name) => name.endsWith(SUFFIX));
    const former = this.#known.get(dir) ?? new Map<string, Known>();
    const known = new Map<string, Known>();
    for (let from = 0; from < names.length; from += AT_ONCE)
      await Promise.all(
        names.slice(from, from + AT_ONCE).map(async (name) => {
          const now = await this.#look(dir, name, former.get(name));
          if (now) known.set(name, now);
        }),
      );
    this.#known.set(dir, known);
    return [...known.values()]
      .map(({ listing }) => listing)
      .sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
  }

  /** The one take of that base name; null where it has no description. */
  async one(dir: string, base: string): Promise<TakeListing | null> {
    const name = `${base}${SUFFIX}`;
    const now = await this.#look(dir, name, this.#known.get(dir)?.get(name));
    return now?.listing ?? null;
  }

  /** Null where it went meanwhile. */
  async #look(dir: string, name: string, former: Known | undefined): Promise<Known | null> {
    const path = join(dir, name);
    const found = await lstat(path).catch(() => null);
    if (!found?.isFile()) return null;
    const { mtimeMs, size, mtime } = found;
    if (former?.mtimeMs === mtimeMs && former.size === size) return former;
    const base = name.slice(0, -SUFFIX.length);
    const place = {
      file: `${base}.mkv`,
      path: join(dir, `${base}.mkv`),
      folder: folderId(dir),
    };
    try {
      if (size > MOST_JSON_BYTES) throw new RangeError('too large');
      const {
        codec,
        stop_reason: _,
        ...take
      } = TakeFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      return {
        mtimeMs,
        size,
        listing: { ...take, ...place, codec: codec ?? null, problem: null },
      };
    } catch (error) {
      const problem = `${name}: ${whyUnreadable(error)}.`;
      const reasons = ['What was written about this take can not be read.'];
      const guessed = { ...guessTake(base, mtime, ''), recovered: false, reasons };
      return { mtimeMs, size, listing: { ...guessed, ...place, codec: null, problem } };
    }
  }
}
