import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreOpenError } from '../store-open-error.ts';

/** macOS allows 104 bytes with the closing NUL, Linux 108. */
const LONGEST = 103;

/** Where the server's socket stands: in its folder, or, where that path is too long, in a private temporary one. */
export const socketPathFor = (folder: string): string => {
  const near = join(folder, 'redis.sock');
  if (Buffer.byteLength(near) <= LONGEST) return near;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const shelter = join(tmpdir(), `mcr-bridge-${hash}`);
  mkdirSync(shelter, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(shelter);
  // Anybody may make folders there: one that others own or can write to could offer a false server.
  const foreign = process.getuid !== undefined && uid !== process.getuid();
  if (foreign || (mode & 0o077) !== 0 || !lstatSync(shelter).isDirectory())
    throw new StoreOpenError(`${shelter} is not private. Remove it and start again.`);
  return join(shelter, 'redis.sock');
};
