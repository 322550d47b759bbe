import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { TakeSchema, type Take } from '#shared/contract/camera.ts';
import { isTaken, type TakePaths } from './take-names.ts';

/** A take as its JSON has it, with what only the JSON tells. */
export const TakeFileSchema = TakeSchema.extend({
  codec: z.string().optional(),
  stop_reason: z.string().optional(),
});
export type TakeFile = z.infer<typeof TakeFileSchema>;

/** What stands beside a take while it is recorded, so that a crash leaves its story behind. */
export const StartedSchema = TakeFileSchema.extend({
  writer: z.object({ host: z.string(), pid: z.int(), instance: z.string() }),
});
export type StartedTake = z.infer<typeof StartedSchema>;

const HERE = { host: hostname(), pid: process.pid, instance: randomUUID() };

export const thisWriter = (): StartedTake['writer'] => HERE;

const writeJson = async (path: string, value: unknown, flags: 'w' | 'wx'): Promise<void> => {
  const file = await open(path, flags);
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
};

export const writeStarted = (paths: TakePaths, started: StartedTake): Promise<void> =>
  writeJson(paths.started, started, 'wx');

/** Null where there is none, or none that can be read. */
export const readStarted = async (paths: TakePaths): Promise<StartedTake | null> => {
  try {
    return StartedSchema.parse(JSON.parse(await readFile(paths.started, 'utf8')));
  } catch {
    return null;
  }
};

/**
 * Gives a finished take its names. The picture goes first: until the JSON has its name too, the next start finds
 * the take unfinished and looks at it again. @throws where something is in the way: nothing is overwritten
 */
export const publishTake = async (paths: TakePaths, take: TakeFile): Promise<void> => {
  const taken = await isTaken({ ...paths, timing: paths.take });
  if (taken) throw new Error(`there is another file named ${paths.base}`);
  await rename(paths.partial, paths.file);
  await writeJson(paths.started, take, 'w');
  await rename(paths.started, paths.take);
};

/** The part that the contract knows. */
export const asTake = (take: TakeFile): Take => TakeSchema.parse(take);
