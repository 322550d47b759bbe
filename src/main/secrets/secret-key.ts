import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;
export const KEY_VARIABLE = 'MCR_SECRET_KEY';
export const KEY_FILE = 'secrets.key';

/** The key that seals the secrets can't be had; `hint` says what to do. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const keyIn = (text: string): Buffer | null => {
  if (/^[0-9A-Fa-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return null;
};

/** The key that the environment gives, or null where it gives none. @throws SecretKeyError where it is no key */
export const keyFromEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Buffer | null => {
  const text = env[KEY_VARIABLE]?.trim();
  if (text === undefined || text === '') return null;
  const key = keyIn(text);
  if (key) return key;
  throw new SecretKeyError(
    `${KEY_VARIABLE} is no key: it has ${text.length} characters.`,
    'It takes 32 bytes as hex (64 characters) or base64 (44), such as "openssl rand -base64 32" prints.',
  );
};

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const readKey = async (file: string): Promise<Buffer | null> => {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (!handle) return null;
  try {
    const mode = (await handle.stat()).mode & 0o777;
    // Windows has no such rights; there the directory is the user's own.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new SecretKeyError(
        `The key file ${file} may be read by others (mode ${mode.toString(8)}), so it is not used.`,
        `Take those rights away with "chmod 600 ${file}" and start again; where others may have read it, change the secrets at the devices too.`,
      );
    const key = keyIn((await handle.readFile('utf8')).trim());
    if (key) return key;
    throw new SecretKeyError(
      `The key file ${file} holds no key.`,
      'Put it back from a copy. Without it the secrets can only be typed again: then remove it and secrets.json.',
    );
  } finally {
    await handle.close();
  }
};

const makeKey = async (file: string): Promise<void> => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link, not a rename: where another process was first, its key counts.
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** The key in the file of a data directory, or null where there is no file. @throws SecretKeyError */
export const keyInFile = (dataDir: string): Promise<Buffer | null> =>
  readKey(join(dataDir, KEY_FILE));

/** The key in the file of a data directory, made once, for its owner's eyes alone. @throws SecretKeyError */
export const keyFromFile = async (dataDir: string): Promise<Buffer> => {
  const known = await keyInFile(dataDir);
  if (known) return known;
  const file = join(dataDir, KEY_FILE);
  await makeKey(file);
  const made = await readKey(file);
  if (made) return made;
  throw new SecretKeyError(`The key file ${file} was taken away.`, 'Start the app again.');
};
