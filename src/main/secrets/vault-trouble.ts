import type { Fault } from '#shared/contract/errors.ts';
import { KEY_FILE, KEY_VARIABLE, SecretKeyError } from './secret-key.ts';
import type { SealedSecret } from './vault-file.ts';
import { VaultFileError } from './vault-file.ts';

export const VAULT_FILE = 'secrets.json';
export const SYSTEM_SEAL = 'system';

/** Why secrets can't be read or written, as a fault for whoever asked. */
export class VaultTrouble extends Error {
  override readonly name = 'VaultTrouble';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

const START_ANEW = `Or move ${VAULT_FILE} away and type the secrets again. Until then nothing is written to it.`;

const trouble = (message: string, hint: string): Fault => ({
  error_type: 'state_corruption',
  message,
  details: { hint },
});

/** Some secrets are there and can't be opened with what is at hand. */
export const sealedAway = (sealed: readonly SealedSecret[]): Fault => {
  const names = sealed.map(({ name }) => name).join(', ');
  const bySystem = sealed.some(({ by }) => by === SYSTEM_SEAL);
  return trouble(
    `Secrets that can't be opened, because they were sealed with another key or are damaged: ${names}.`,
    bySystem
      ? `The desktop app sealed them, with a key that this system keeps for its user: start the desktop app as that user. ${START_ANEW}`
      : `Start the app with the key that they were sealed with, in ${KEY_VARIABLE} or in the file ${KEY_FILE} beside them. ${START_ANEW}`,
  );
};

/** What was thrown while the vault was read, by its file, its key or the system's keychain. */
export const troubleOf = (error: unknown): Fault => {
  if (error instanceof SecretKeyError) return trouble(error.message, error.hint);
  if (error instanceof VaultFileError)
    return trouble(error.message, `Put it back from a copy. ${START_ANEW}`);
  return trouble(
    `The secrets can't be read: ${error instanceof Error ? error.message : String(error)}.`,
    "Check the rights and the disk of the data directory and, on a desktop, the system's keychain.",
  );
};

/** The disk did not take a change. What was stored before is still there. */
export const notStored = (error: Error): Fault => ({
  error_type: 'store_unavailable',
  message: `The secrets could not be stored: ${error.message}.`,
  details: { hint: 'Check the disk and the rights of the data directory, then try again.' },
});
