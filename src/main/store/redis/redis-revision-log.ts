import type { VersionedKind } from '#shared/contract/mirror.ts';
import type { Log } from '../../log.ts';
import type { StreamEntry } from '../audit-fields.ts';
import { followed } from '../revisions/followed.ts';
import {
  keptRevisions,
  revisionsIn,
  revisionsKey,
  type Added,
  type RevisionEntry,
  type RevisionLog,
  type StoredRevision,
} from '../revisions/revision-log.ts';
import { entryOf } from './audit-stream.ts';
import type { Connection } from './connection.ts';

/** Each turn lost means that another revision came. */
const ATTEMPTS = 20;

const isAdded = (answer: unknown): answer is Added =>
  answer === 'added' || answer === 'known' || answer === 'recent';

const isWrongType = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ReplyError' && error.message.includes('WRONGTYPE');

/** One stream per value, and one script on that one key per entry: the servers of a cluster need not agree. */
export class RedisRevisionLog implements RevisionLog {
  readonly #connection: Pick<Connection, 'ask'>;
  readonly #log: Log;
  constructor(connection: Pick<Connection, 'ask'>, log: Log) {
    this.#connection = connection;
    this.#log = log;
  }

  async add(kind: VersionedKind, name: string, entry: RevisionEntry): Promise<Added> {
    const key = revisionsKey(kind, name);
    if (key === null) throw new RangeError(`Not a name for a ${kind}: ${name}`);
    const { at, by, via, before, after, value, was } = entry;
    const texts = [at, by, via, before, after, value, was].map((text) => text ?? '');
    return this.#connection.ask(async (client) => {
      try {
        const answer = await client.addRevision(key, ...texts, keptRevisions(entry));
        return isAdded(answer) ? answer : 'known';
      } catch (error) {
        if (!isWrongType(error)) throw error;
        // No later attempt would fare better.
        this.#log.error({ key }, 'a key holds another Redis type: revisions are lost there');
        return 'known';
      }
    });
  }

  async list(
    kind: VersionedKind,
    name: string,
    { limit, before }: { limit: number; before?: string | undefined },
  ): Promise<StoredRevision[]> {
    const end = before === undefined ? '+' : before === '0-0' ? null : `(${before}`;
    return end === null ? [] : this.#read(kind, name, end, limit);
  }

  async get(kind: VersionedKind, name: string, id: string): Promise<StoredRevision | null> {
    const [found] = await this.#read(kind, name, id, 1);
    return found?.id === id ? found : null;
  }

  async follow(kind: VersionedKind, from: string, to: string): Promise<void> {
    const [fromKey, toKey] = [revisionsKey(kind, from), revisionsKey(kind, to)];
    if (fromKey === null || toKey === null) return;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const [old, there] = [await this.#all(fromKey), await this.#all(toKey)];
      const { to: written, taken } = followed(old, there);
      const isWritten =
        written === null || (await this.#replaced(toKey, there.at(-1)?.id ?? '', written));
      if (!isWritten) continue;
      // Not in one step with the other: in a cluster the two may be on two servers.
      if (taken.length > 0)
        await this.#connection.ask((client) => client.xdel(fromKey, ...taken));
      return;
    }
    this.#log.warn(
      { kind, from, to },
      'revisions stay under the old name: the new one is busy',
    );
  }

  async #replaced(key: string, newest: string, entries: readonly StreamEntry[]) {
    const args = entries.flatMap(({ id, fields }) => {
      const texts = Object.entries(fields).flat();
      return [id, texts.length, ...texts];
    });
    const answer = await this.#connection.ask((client) =>
      client.replaceRevisions(key, newest, ...args),
    );
    return answer === 1;
  }

  async #all(key: string): Promise<StreamEntry[]> {
    return this.#connection.ask(async (client) => {
      try {
        return (await client.xrange(key, '-', '+')).map(entryOf);
      } catch (error) {
        if (!isWrongType(error)) throw error;
        return [];
      }
    });
  }

  async #read(
    kind: VersionedKind,
    name: string,
    end: string,
    limit: number,
  ): Promise<StoredRevision[]> {
    const key = revisionsKey(kind, name);
    if (key === null) return [];
    const entries = await this.#connection.ask(async (client) => {
      try {
        return await client.xrevrange(key, end, '-', 'COUNT', limit + 1);
      } catch (error) {
        if (!isWrongType(error)) throw error;
        return [];
      }
    });
    return revisionsIn(entries.map(entryOf), limit);
  }
}
