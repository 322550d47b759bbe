import { app, safeStorage } from 'electron';
import type { Keychain } from '../../secrets/desktop-sealers.ts';

/** What the system keeps for its user: Keychain, DPAPI, a secret service. Null where there is none. */
export const openKeychain = async (): Promise<Keychain | null> => {
  await app.whenReady();
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  // Where Linux has no keychain, Electron's key is the same on every machine: that is no seal.
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
    return null;
  return {
    seal: (text) => safeStorage.encryptStringAsync(text),
    async open(sealed) {
      const { result } = await safeStorage.decryptStringAsync(sealed);
      return result;
    },
  };
};
