import { join } from 'node:path';
import type { Fault } from '#shared/contract/errors.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Redaction } from './redactor.ts';
import type { Sealer } from './sealer.ts';
import { readVaultFile, writeVaultFile, type SealedSecret } from './vault-file.ts';
import { notStored, sealedAway, troubleOf, VAULT_FILE, VaultTrouble } from './vault-trouble.ts';

/** Where the secrets of this machine are. Values leave it only for a command that is sent. */
export interface SecretVault {
  /** The values of those that are here. The hot path: from memory. */
  reveal(names: readonly string[]): Readonly<Record<string, string>>;
  /** Resolves when what is stored has been read, or could not be. Until then `reveal` knows none. */
  readonly ready: Promise<void>;
  /** In the order of their names. @throws VaultTrouble where they can't all be read */
  list(): { name: string; updated_at: string }[];
  /** Stored when it resolves. @throws VaultTrouble */
  put(name: string, value: string): Promise<void>;
  /** False where there is none of that name. @throws VaultTrouble */
  remove(name: string): Promise<boolean>;
}

export interface VaultOptions {
  dataDir: string;
  /** The first seals; each opens what it sealed. Asked when there is something to seal or to open. */
  sealers: () => Promise<readonly Sealer[]>;
  /** Told of every value before anybody can use it. */
  redaction: Redaction;
  clock: Clock;
  log: Log;
}

class FileVault implements SecretVault {
  readonly #options: VaultOptions;
  readonly #file: string;
  #sealed: SealedSecret[] = [];
  #values = new Map<string, string>();
  #trouble: Fault | null = null;
  /** Changes go one after the other: each reads the file that the one before wrote. */
  #last: Promise<unknown>;
  readonly ready: Promise<void>;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#file = join(options.dataDir, VAULT_FILE);
    this.ready = this.#begin();
    this.#last = this.ready;
  }

  reveal(names: readonly string[]): Readonly<Record<string, string>> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = this.#values.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  list(): { name: string; updated_at: string }[] {
    if (this.#trouble) throw new VaultTrouble(this.#trouble);
    return this.#sealed
      .map(({ name, updated_at }) => ({ name, updated_at }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(name: string, value: string): Promise<void> {
    this.#options.redaction.hide([value]);
    return this.#change(async (sealed) => {
      const [sealer] = await this.#options.sealers();
      if (!sealer) throw new Error('There is nothing to seal a secret with.');
      const updated_at = isoNow(this.#options.clock);
      const entry = { name, by: sealer.id, sealed: await sealer.seal(name, value), updated_at };
      await this.#write([...sealed.filter((other) => other.name !== name), entry]);
      this.#values.set(name, value);
    });
  }

  remove(name: string): Promise<boolean> {
    return this.#change(async (sealed) => {
      const left = sealed.filter((other) => other.name !== name);
      if (left.length === sealed.length) return false;
      await this.#write(left);
      this.#values.delete(name);
      return true;
    });
  }

  async #begin(): Promise<void> {
    const { log } = this.#options;
    await this.#load();
    if (this.#trouble) log.error(this.#trouble.details, `secrets: ${this.#trouble.message}`);
  }

  /** What is wrong with the file or its key is kept for who asks. */
  async #load(): Promise<void> {
    try {
      const sealed = await readVaultFile(this.#file);
      const { values, closed } = await this.#open(sealed);
      this.#options.redaction.hide(values.values());
      this.#sealed = sealed;
      this.#values = values;
      this.#trouble = closed.length > 0 ? sealedAway(closed) : null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
  }

  async #open(
    sealed: readonly SealedSecret[],
  ): Promise<{ values: Map<string, string>; closed: SealedSecret[] }> {
    const values = new Map<string, string>();
    const closed: SealedSecret[] = [];
    const sealers = sealed.length > 0 ? await this.#options.sealers() : [];
    for (const entry of sealed) {
      const sealer = sealers.find(({ id }) => id === entry.by);
      try {
        if (sealer) values.set(entry.name, await sealer.open(entry.name, entry.sealed));
        else closed.push(entry);
      } catch {
        closed.push(entry);
      }
    }
    return { values, closed };
  }

  /** On what the file holds now: another process may use the same data directory. */
  #change<T>(apply: (sealed: readonly SealedSecret[]) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      await this.#load();
      if (this.#trouble) throw new VaultTrouble(this.#trouble);
      return apply(this.#sealed);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #write(sealed: SealedSecret[]): Promise<void> {
    try {
      await writeVaultFile(this.#file, sealed);
    } catch (error) {
      if (error instanceof Error && 'syscall' in error)
        throw new VaultTrouble(notStored(error));
      throw error;
    }
    this.#sealed = sealed;
  }
}

/**
 * The vault of a data directory; it is read from now on. One that can't be read is told in the log and by
 * `list`, and left as it is.
 */
export const openVault = (options: VaultOptions): SecretVault => new FileVault(options);
