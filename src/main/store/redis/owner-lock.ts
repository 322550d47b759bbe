import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StoreOpenError } from '../store-open-error.ts';
import { identify, isRunning } from './running-process.ts';

const IdentitySchema = z.object({ pid: z.int().positive(), began: z.string().nullable() });
const OwnerSchema = z.object({ owner: IdentitySchema, server: IdentitySchema.nullable() });
type Owner = z.infer<typeof OwnerSchema>;

const read = (file: string): Owner | null => {
  try {
    return OwnerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

const exists = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** One running app per data directory. The file names the app and the server that it started. */
export class OwnerLock {
  /** A server that a former owner left behind and that still runs. */
  readonly orphan: number | null;
  private readonly file: string;
  private constructor(file: string, former: Owner | null) {
    this.file = file;
    this.orphan = former?.server && isRunning(former.server) ? former.server.pid : null;
  }

  /** @throws StoreOpenError where a living process owns it. */
  static take(file: string): OwnerLock {
    const mine = JSON.stringify({ owner: identify(process.pid), server: null });
    let former: Owner | null = null;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      try {
        writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
        return new OwnerLock(file, former);
      } catch (error) {
        if (!exists(error)) throw error;
      }
      former = OwnerLock.clear(file) ?? former;
    }
    throw new StoreOpenError(
      `The lock ${file} could not be taken. Close other copies and try again.`,
    );
  }

  /** Writes down which server belongs to this owner. */
  noteServer(pid: number): void {
    const text = JSON.stringify({ owner: identify(process.pid), server: identify(pid) });
    // Written beside and moved over, so that nobody ever reads half of it.
    const beside = `${this.file}.${randomUUID()}`;
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** Takes a dead owner's lock away and says whose it was. */
  private static clear(file: string): Owner | null {
    const found = read(file);
    if (found && isRunning(found.owner)) throw OwnerLock.taken(file, found);
    const aside = `${file}.${randomUUID()}`;
    try {
      renameSync(file, aside);
    } catch {
      return null;
    }
    const moved = read(aside);
    const living = moved !== null && isRunning(moved.owner);
    // Another process took the dead lock in between and this is its own: it gets it back.
    if (living) linkSync(aside, file);
    rmSync(aside, { force: true });
    if (living) throw OwnerLock.taken(file, moved);
    return moved;
  }

  private static taken(file: string, { owner }: Owner): StoreOpenError {
    return new StoreOpenError(
      `The data directory is in use by process ${owner.pid} (lock: ${file}). Close that copy of MCR Bridge, or choose another directory with --data.`,
    );
  }
}
