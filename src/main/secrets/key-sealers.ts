import { keySealer, type Sealer } from './sealer.ts';
import { keyFromEnvironment, keyFromFile, keyInFile } from './secret-key.ts';

/** The sealers of the key at hand: the environment's where it gives one, else the key file's. */
export interface KeySealers {
  /** Makes the key file where there is no key. @throws SecretKeyError where the file is no good */
  any: () => Promise<readonly Sealer[]>;
  /** Empty where there is no key. @throws SecretKeyError where the file is no good */
  existing: () => Promise<readonly Sealer[]>;
}

/** The file is read when it is needed. @throws SecretKeyError at once where the environment gives what is no key */
export const keySealers = (
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): KeySealers => {
  const given = keyFromEnvironment(env);
  return {
    any: async () => [keySealer(given ?? (await keyFromFile(dataDir)))],
    existing: async () => {
      const key = given ?? (await keyInFile(dataDir));
      return key ? [keySealer(key)] : [];
    },
  };
};
