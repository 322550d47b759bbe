import { constants, open } from 'node:fs/promises';
import { MOST_MAPPING_BYTES, type MappingFault } from '#shared/contract/osc-bridge.ts';

/** The text of a file, or why it can't be read. `stamp` is another one whenever the file is. */
export type FoundText =
  | { stamp: string; text: string }
  | { stamp: string; fault: MappingFault };

/** What is no file, such as a pipe, must not hold the program up. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The stamp of a file that is not there. */
export const NO_FILE = 'ENOENT';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const whole = (message: string, hint: string): MappingFault => ({
  line: 1,
  column: 1,
  path: '',
  message,
  hint,
});

const unread = (file: string, code: string): MappingFault =>
  code === NO_FILE
    ? whole(`There is no file ${file}.`, 'Write it; it is read as soon as it is there.')
    : whole(`${file} can't be read (${code}).`, 'Give the program the right to read it.');

const stampIn = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }) =>
  `${ino} ${size} ${mtimeMs}`;

/** Never rejects. Of a file that is too large only the beginning is read, one byte more than it may have. */
export const readMappingText = async (file: string): Promise<FoundText> => {
  try {
    await using handle = await open(file, READ);
    const stat = await handle.stat();
    const stamp = stampIn(stat);
    if (!stat.isFile())
      return { stamp, fault: whole(`${file} is no file.`, 'Name a YAML file.') };
    const buffer = Buffer.alloc(MOST_MAPPING_BYTES + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return { stamp, text: buffer.toString('utf8', 0, bytesRead) };
  } catch (error) {
    const code = codeOf(error);
    return { stamp: code, fault: unread(file, code) };
  }
};

/** Never rejects: what went wrong is the stamp. */
export const stampOf = async (file: string): Promise<string> => {
  try {
    await using handle = await open(file, READ);
    return stampIn(await handle.stat());
  } catch (error) {
    return codeOf(error);
  }
};
