import { mkdir } from 'node:fs/promises';
import type { Take } from '#shared/contract/camera.ts';
import { startTake, type RecordingDeps } from './recording/start-take.ts';
import type { StartTake } from './runtime-recording.ts';
import { recoverPartials } from './takes/recover-partials.ts';
import { FolderLibrary, type TakeLibrary } from './takes/take-library.ts';

/** What is done with takes, whoever records them. */
export interface TakeKeeping {
  start: StartTake;
  /** Makes our own folder where it is absent. One that the operator named has to be there. */
  prepare(outputDir: string): Promise<void>;
  /** What was recorded into folders, which may be others at each call. */
  library(folders: () => readonly string[]): TakeLibrary;
  /** Makes takes of what a crash left, and answers with them. */
  recover(outputDir: string): Promise<Take[]>;
}

export const keepTakes = (deps: RecordingDeps): TakeKeeping => ({
  start: (request) => startTake(request, deps),
  async prepare(outputDir) {
    await mkdir(outputDir, { recursive: true, mode: 0o700 });
  },
  library: (folders) => new FolderLibrary(folders, deps),
  async recover(outputDir) {
    try {
      const takes = await recoverPartials(outputDir, deps);
      if (takes.length > 0)
        deps.log.info({ files: takes.map(({ file }) => file) }, 'takes were recovered');
      return takes;
    } catch (error) {
      deps.log.debug({ err: error, outputDir }, 'there are no takes to recover');
      return [];
    }
  },
});
