import { z } from 'zod';
import type { Log } from '../log.ts';
import type { KeySealers } from './key-sealers.ts';
import type { Sealer } from './sealer.ts';
import { SYSTEM_SEAL } from './vault-trouble.ts';

/** Encryption whose key the system keeps for its user. */
export interface Keychain {
  seal(text: string): Promise<Buffer>;
  /** @throws where the text is damaged or of another user */
  open(sealed: Buffer): Promise<string>;
}

/** The name is sealed in: the system's own encryption binds a value to nothing. */
const ContentSchema = z.tuple([z.string(), z.string()]);

const systemSealer = (keychain: Keychain): Sealer => ({
  id: SYSTEM_SEAL,
  async seal(name, value) {
    const sealed = await keychain.seal(JSON.stringify([name, value]));
    return sealed.toString('base64');
  },
  async open(name, sealed) {
    const content = await keychain.open(Buffer.from(sealed, 'base64'));
    const [sealedName, value] = ContentSchema.parse(JSON.parse(content));
    if (sealedName !== name) throw new Error('It was sealed under another name.');
    return value;
  },
});

/**
 * Seals with the keychain, and opens what the key of the environment or the key file sealed. Where the system
 * has no keychain it seals with those, and the log says so once.
 */
export const desktopSealers = (
  keys: KeySealers,
  openKeychain: () => Promise<Keychain | null>,
  log: Log,
): (() => Promise<readonly Sealer[]>) => {
  const find = async (): Promise<Keychain | null> => {
    const keychain = await openKeychain();
    if (!keychain)
      log.warn(
        'this system keeps no keys: secrets are sealed with the key file of the data directory, so keep that directory to yourself',
      );
    return keychain;
  };
  let found: Promise<Keychain | null> | undefined;
  return async () => {
    found ??= find();
    const keychain = await found.catch((error: unknown) => {
      // It may be unlocked by the next time.
      found = undefined;
      throw error;
    });
    return keychain ? [systemSealer(keychain), ...(await keys.existing())] : keys.any();
  };
};
