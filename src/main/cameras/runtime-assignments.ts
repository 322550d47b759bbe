import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CameraDescriptorSchema, CameraModeSchema } from '#shared/contract/camera.ts';
import { NameSchema } from '#shared/contract/names.ts';
import type { Log } from '../log.ts';
import { SlotConfigSchema } from './commands.ts';
import type { Assignment } from './runtime-deps.ts';

const FileSchema = z.object({
  slots: z.record(
    NameSchema,
    z.object({
      descriptor: CameraDescriptorSchema,
      mode: CameraModeSchema.nullable(),
      settings: SlotConfigSchema,
    }),
  ),
});

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Which camera is in which slot, in `cameras.json` of the data directory. */
export class AssignmentsFile {
  readonly #file: string;
  readonly #log: Log;
  #writing: Promise<void> = Promise.resolve();
  constructor(dataDir: string, log: Log) {
    this.#file = join(dataDir, 'cameras.json');
    this.#log = log;
  }

  /** A file that can't be read is said and left where it is, until the next assignment. */
  async read(): Promise<Record<string, Assignment>> {
    try {
      return FileSchema.parse(JSON.parse(await readFile(this.#file, 'utf8'))).slots;
    } catch (error) {
      if (!isMissing(error))
        this.#log.warn({ err: error, file: this.#file }, 'the cameras could not be restored');
      return {};
    }
  }

  /** Resolves when nothing waits to be written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** One write after another, each whole: a crash leaves the former or the new one. A failure is logged. */
  write(slots: Record<string, Assignment>): void {
    this.#writing = this.#replace(this.#writing, `${JSON.stringify({ slots }, null, 2)}\n`);
  }

  async #replace(former: Promise<void>, text: string): Promise<void> {
    await former;
    try {
      await writeFile(`${this.#file}.new`, text, { mode: 0o600 });
      await rename(`${this.#file}.new`, this.#file);
    } catch (error) {
      this.#log.warn({ err: error, file: this.#file }, 'the cameras could not be remembered');
    }
  }
}
