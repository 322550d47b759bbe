import { mkdir } from 'node:fs/promises';
import type { Take } from '#shared/contract/camera.ts';
import { startTake, type RecordingDeps } from './recording/start-take.ts';
import type { StartTake } from './runtime-recording.ts';
import { listTakes } from './takes/list-takes.ts';
import { recoverPartials } from './takes/recover-partials.ts';

/** What is done with takes, whoever records them. */
export interface TakeKeeping {
  start: StartTake;
  /** Makes our own folder where it is absent. One that the operator named has to be there. */
  prepare(outputDir: string): Promise<void>;
  /** Newest first. A folder that can't be read has none. */
  list(outputDir: string): Promise<Take[]>;
  /** Makes takes of what a crash left. */
  recover(outputDir: string): Promise<void>;
}

export const keepTakes = (deps: RecordingDeps): TakeKeeping => ({
  start: (request) => startTake(request, deps),
  async prepare(outputDir) {
    await mkdir(outputDir, { recursive: true, mode: 0o700 });
  },
  async list(outputDir) {
    try {
      const { takes, corrupt } = await listTakes(outputDir);
      if (corrupt.length > 0) deps.log.warn({ corrupt, outputDir }, 'takes can not be read');
      return takes;
    } catch (error) {
      deps.log.debug({ err: error, outputDir }, 'there are no takes to list');
      return [];
    }
  },
  async recover(outputDir) {
    try {
      const takes = await recoverPartials(outputDir, deps);
      if (takes.length > 0)
        deps.log.info({ files: takes.map(({ file }) => file) }, 'takes were recovered');
    } catch (error) {
      deps.log.debug({ err: error, outputDir }, 'there are no takes to recover');
    }
  },
});
