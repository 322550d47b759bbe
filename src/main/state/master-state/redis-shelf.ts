import { readFileSync } from 'node:fs';
import type { Result } from 'ioredis';
import { z } from 'zod';
import { scanKeys } from '../../store/redis/key-reader.ts';
import type { RedisClient } from '../../store/redis/redis-clients.ts';
import type { RedisLink } from '../redis-link.ts';
import { MASTER_PREFIX } from '../state-keys.ts';
import { createRedisLostPatches, lostKeyOf } from './redis-lost-patches.ts';
import { nextId, type HistoryRow, type MasterStateShelf, type Standing } from './shelf.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** commit-state.lua: 1 when it was written, else the text and the id that stand there, and what is gone. */
    commitState(
      state: string,
      history: string,
      note: string,
      lost: string,
      ...args: (string | number)[]
    ): Result<unknown, Context>;
  }
}

const lua = readFileSync(new URL('./commit-state.lua', import.meta.url), 'utf8');

/** Gives a client the script. */
export const prepareCommitState = (client: RedisClient): void =>
  client.defineCommand('commitState', { lua, numberOfKeys: 4 });

const keyOf = (session: string): string => MASTER_PREFIX + session;
// In a cluster what stands in braces decides on the server: ours stand beside the seed's key.
const historyOf = (session: string): string =>
  `mcr:companion:master_history:{${keyOf(session)}}`;
const noteOf = (session: string): string => `mcr:companion:master_note:{${keyOf(session)}}`;

const MovedSchema = z.tuple([z.string(), z.string(), z.string()]);

const rowsOf = (entries: [id: string, fields: string[]][]): HistoryRow[] =>
  entries.map(([id, fields]) => ({ id, record: fields[fields.indexOf('record') + 1] ?? '' }));

/** Master states at the seed's keys, where Python agents read and write them too. */
export const createRedisShelf = (link: RedisLink): MasterStateShelf => ({
  lost: createRedisLostPatches(link),
  async sessions() {
    const keys = await link.ask((client) => scanKeys(client, MASTER_PREFIX));
    return keys.map((key) => key.slice(MASTER_PREFIX.length));
  },
  async read(session): Promise<Standing> {
    // In this order: a commit in between then looks like one that is not recorded yet, which the script finds out.
    const [note, text] = await link.ask((client) =>
      Promise.all([client.get(noteOf(session)), client.get(keyOf(session))]),
    );
    return { text: text ?? '', recorded: note?.split(' ')[0] ?? '' };
  },
  async move(session, { stands, next, anew, entries, bounds, settles }) {
    let id = anew ? '' : stands.recorded;
    const args = entries.flatMap(({ version, record }) => {
      id = nextId(id, version);
      return [id, record];
    });
    const answer = await link.write((client) =>
      client.commitState(
        keyOf(session),
        historyOf(session),
        noteOf(session),
        lostKeyOf(session),
        stands.text,
        next,
        stands.recorded,
        anew ? 1 : 0,
        bounds.maxEntries,
        bounds.maxBytes,
        settles.length,
        ...settles,
        ...args,
      ),
    );
    if (answer === 1) return { recorded: id };
    const [text, recorded, gone] = MovedSchema.parse(answer);
    return { stands: { text, recorded }, gone: gone === '' ? null : gone };
  },
  after: async (session, id, limit) =>
    rowsOf(
      await link.ask((client) =>
        client.xrange(historyOf(session), id === '' ? '-' : `(${id}`, '+', 'COUNT', limit),
      ),
    ),
  before: async (session, id, limit) =>
    rowsOf(
      await link.ask((client) =>
        client.xrevrange(historyOf(session), id === null ? '+' : `(${id}`, '-', 'COUNT', limit),
      ),
    ),
  onChange: (listener) =>
    link.onChange((keys) => {
      if (keys === null) listener(null);
      else
        for (const key of keys)
          if (key.startsWith(MASTER_PREFIX)) listener(key.slice(MASTER_PREFIX.length));
    }),
  close: () => undefined,
});
