import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NameSchema } from '#shared/contract/names.ts';
import { readShowFile, SoundProtocolSchema } from './show-file.ts';

/** Protocols that belong together: one file in `resources/packs`. */
export const PackSchema = z.looseObject({
  pack: NameSchema,
  title: z.string().min(1),
  version: z.int().min(1),
  protocols: z.array(SoundProtocolSchema),
});
export type Pack = z.infer<typeof PackSchema>;

/** All packs, by file name. @throws ShowFileError naming the file and the field that is wrong. */
export const loadPacks = async (resourcesDir: string): Promise<Pack[]> => {
  const folder = join(resourcesDir, 'packs');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map((name) => readShowFile(join(folder, name), PackSchema)));
};
