import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const stored = async (file: string): Promise<string | null> => {
  try {
    const token = (await readFile(file, 'utf8')).trim();
    return TOKEN.test(token) ? token : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

/**
 * The token of a data directory: 32 random bytes as base64url in a file that only its owner may read,
 * made where there is none. Two that make one at the same moment get the same one.
 */
export const readToken = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'token');
  const known = await stored(file);
  if (known) return known;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const token = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${token}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link, not a rename: it fails where another process was first, and then that one's token counts.
    await link(draft, file);
    return token;
  } catch (error) {
    const other = await stored(file);
    if (other) return other;
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await rm(file);
    await link(draft, file);
    return token;
  } finally {
    await rm(draft, { force: true });
  }
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares without telling, by the time it takes, how much was right. */
export const createTokenCheck = (token: string): ((given: string) => boolean) => {
  const expected = digest(token);
  return (given) => timingSafeEqual(expected, digest(given));
};
