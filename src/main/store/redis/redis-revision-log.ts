import type { VersionedKind } from '#shared/contract/mirror.ts';
import type { Log } from '../../log.ts';
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
