import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { NameSchema } from '#shared/contract/names.ts';

const VaultFileSchema = z.object({
  version: z.literal(1),
  secrets: z.array(
    z.object({
      name: NameSchema,
      /** The id of the sealer that opens it. */
      by: z.string(),
      sealed: z.string(),
      updated_at: z.string(),
    }),
  ),
});
type VaultFile = z.infer<typeof VaultFileSchema>;
export type SealedSecret = VaultFile['secrets'][number];

/** The file is there and is not a vault. */
export class VaultFileError extends Error {
  override readonly name = 'VaultFileError';
}

/** Empty where there is no file. @throws VaultFileError */
export const readVaultFile = async (file: string): Promise<SealedSecret[]> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    return VaultFileSchema.parse(JSON.parse(text)).secrets;
  } catch {
    throw new VaultFileError(`${file} is damaged, or was written by another program.`);
  }
};

/** The whole file or none of it, and on the disk when this resolves. Only its owner may read it. */
export const writeVaultFile = async (file: string, secrets: SealedSecret[]): Promise<void> => {
  const draft = `${file}.new`;
  // One that a crash left may have any rights.
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    const content: VaultFile = { version: 1, secrets };
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  if (process.platform === 'win32') return;
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
};
