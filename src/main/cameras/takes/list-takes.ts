import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TakeSchema, type Take } from '#shared/contract/camera.ts';
import { folderTrouble } from '../recording/take-names.ts';

/** The takes of a folder, newest first, and the JSON files that could not be read, with why. */
export interface TakeList {
  takes: Take[];
  corrupt: { file: string; problem: string }[];
}

const SUFFIX = '_take.json';

/** @throws CameraTrouble where the folder can't be read */
export const listTakes = async (outputDir: string): Promise<TakeList> => {
  const names = await readdir(outputDir).catch((error: unknown) => {
    throw folderTrouble(outputDir, error);
  });
  const list: TakeList = { takes: [], corrupt: [] };
  for (const name of names.filter((each) => each.endsWith(SUFFIX))) {
    try {
      const take = TakeSchema.parse(JSON.parse(await readFile(join(outputDir, name), 'utf8')));
      list.takes.push({ ...take, file: `${name.slice(0, -SUFFIX.length)}.mkv` });
    } catch (error) {
      const problem =
        error instanceof SyntaxError ? 'it is no JSON' : 'it does not describe a take';
      list.corrupt.push({ file: name, problem });
    }
  }
  list.takes.sort((a, b) => b.started_at.localeCompare(a.started_at));
  return list;
};
