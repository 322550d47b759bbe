import { readFileSync } from 'node:fs';
import type { Result } from 'ioredis';
import { z } from 'zod';
import { VariableSchema, type Variable } from '#shared/contract/variables.ts';
import { isoNow, type Clock } from '../../clock.ts';
import type { RedisClient } from '../../store/redis/redis-clients.ts';
import type { RedisLink } from '../redis-link.ts';
import { VARIABLES_PREFIX } from '../state-keys.ts';
import {
  MOST_VARIABLES,
  VariableCorrupt,
  type Stored,
  type VariableShelf,
} from './variable-shelf.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** swap-variables.lua: done, expired, moved or full. */
    swapVariables(
      session: string,
      changes: string,
      ...args: (string | number)[]
    ): Result<unknown, Context>;
    /** end-session.lua: 1, or 0 where there was none. */
    endSession(session: string, changes: string): Result<unknown, Context>;
  }
}

const swapping = readFileSync(new URL('./swap-variables.lua', import.meta.url), 'utf8');
const ending = readFileSync(new URL('./end-session.lua', import.meta.url), 'utf8');

/** Gives a client the scripts. */
export const prepareVariables = (client: RedisClient): void => {
  client.defineCommand('swapVariables', { lua: swapping, numberOfKeys: 2 });
  client.defineCommand('endSession', { lua: ending, numberOfKeys: 2 });
};

const MOST_CHANGES = 10_000;
const PAGE = 1000;
const DidSchema = z.enum(['done', 'expired', 'moved', 'full']);

/** Longer ones are read anew each time rather than kept. */
const LONGEST_KEPT = 10_000;

/** Reads variables, each once while it stands as it is. */
class VariableReader {
  private readonly kept = new Map<string, Stored>();

  peek(name: string): Stored | undefined {
    return this.kept.get(name);
  }

  read(name: string, text: string | null | undefined): Stored | null {
    if (!text) {
      this.kept.delete(name);
      return null;
    }
    const before = this.kept.get(name);
    if (before?.token === text) return before;
    return this.learn(name, { variable: variableIn(name, text), token: text });
  }

  learn(name: string, stored: Stored): Stored {
    if (stored.token.length <= LONGEST_KEPT) this.kept.set(name, stored);
    else this.kept.delete(name);
    return stored;
  }
}

const variableIn = (name: string, text: string): Variable => {
  try {
    return VariableSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new VariableCorrupt(name, error);
  }
};

export interface RedisVariableShelfOptions {
  link: RedisLink;
  clock: Clock;
  sessionId: string;
  /** How long a session lasts without being used. */
  ttlMs: number;
}

/** Variables in Redis: one hash per session, which lives on as long as somebody uses it. */
export const createRedisVariableShelf = ({
  link,
  clock,
  sessionId,
  ttlMs,
}: RedisVariableShelfOptions): VariableShelf => {
  const key = VARIABLES_PREFIX + sessionId;
  const stream = `mcr:companion:variable_changes:{${key}}`;
  const reader = new VariableReader();
  // Readers tell Redis of their use now and then: a tenth of the time is nobody's loss.
  let usedAt = -Infinity;
  const used = (): void => {
    const now = clock.monotonic();
    if (now - usedAt < ttlMs / 10) return;
    usedAt = now;
    void link
      .ask((client) => Promise.all([client.pexpire(key, ttlMs), client.pexpire(stream, ttlMs)]))
      .catch(() => undefined);
  };

  const swap: VariableShelf['swap'] = async (changes, { create = false } = {}) => {
    const texts = changes.map(({ after }) => (after ? JSON.stringify(after) : ''));
    const args = changes.flatMap(({ name, before, after }, index) => [
      name,
      (before?.variable ?? after)?.id ?? '',
      before?.token ?? '',
      texts[index] ?? '',
    ]);
    const answer = await link.write((client) =>
      client.swapVariables(
        key,
        stream,
        ttlMs,
        MOST_VARIABLES,
        MOST_CHANGES,
        create ? isoNow(clock) : '',
        ...args,
      ),
    );
    const did = DidSchema.parse(answer);
    if (did !== 'done') return { did };
    usedAt = clock.monotonic();
    const stored = changes.map(({ after }, index) =>
      after ? reader.learn(after.name, { variable: after, token: texts[index] ?? '' }) : null,
    );
    return { did, stored };
  };

  const exists = async (): Promise<boolean> =>
    (await link.ask((client) => client.hexists(key, 's'))) === 1;

  const byIds = async (ids: string[], into: Map<string, Stored>): Promise<boolean> => {
    const [session, ...names] = await link.ask((client) =>
      client.hmget(key, 's', ...ids.map((id) => `i:${id}`)),
    );
    if (session === null || session === undefined) return false;
    const named = ids.flatMap((id, index): [string, string][] => {
      const name = names[index];
      return name ? [[id, name]] : [];
    });
    if (named.length === 0) return true;
    const texts = await link.ask((client) =>
      client.hmget(key, ...named.map(([, name]) => `v:${name}`)),
    );
    for (const [index, [id, name]] of named.entries()) {
      const stored = reader.read(name, texts[index]);
      if (stored?.variable.id === id) into.set(id, stored);
    }
    return true;
  };

  return {
    async create() {
      if (await exists()) {
        used();
        return false;
      }
      await swap([], { create: true });
      return true;
    },
    async find(identifiers) {
      const found = new Map<string, Stored>();
      if (identifiers.length === 0) return (await exists()) ? found : 'expired';
      const [only] = identifiers;
      const texts =
        identifiers.length === 1
          ? [await link.ask((client) => client.hget(key, `v:${only}`))]
          : await link.ask((client) =>
              client.hmget(key, ...identifiers.map((name) => `v:${name}`)),
            );
      const others: string[] = [];
      for (const [index, identifier] of identifiers.entries()) {
        const stored = reader.read(identifier, texts[index]);
        if (stored) found.set(identifier, stored);
        else others.push(identifier);
      }
      if (others.length > 0 && !(await byIds(others, found))) return 'expired';
      used();
      return found;
    },
    peek: (name) => reader.peek(name),
    async all() {
      const fields = await link.ask((client) => client.hgetall(key));
      if (fields['s'] === undefined) return 'expired';
      used();
      return Object.entries(fields).flatMap(([field, text]) => {
        const stored = field.startsWith('v:') ? reader.read(field.slice(2), text) : null;
        return stored ? [stored] : [];
      });
    },
    swap,
    createdAt: () => link.ask((client) => client.hget(key, 's')),
    async position() {
      const [session, count] = await link.ask((client) => client.hmget(key, 's', 'q'));
      return session ? Number(count ?? 0) : null;
    },
    async changesSince(since) {
      const [session, count] = await link.ask((client) => client.hmget(key, 's', 'q'));
      if (!session) return 'expired';
      const last = Number(count ?? 0);
      if (last === since) return { position: last, names: [] };
      if (last < since) return { position: last, names: null };
      const rows = await link.ask((client) =>
        client.xrange(stream, `${since + 1}-0`, `${last}-0`, 'COUNT', PAGE),
      );
      const [firstRow] = rows;
      const lastRow = rows.at(-1);
      if (firstRow?.[0] !== `${since + 1}-0` || lastRow === undefined)
        return { position: last, names: null };
      const names = new Set(rows.flatMap(([, fields]) => fields[1] ?? []));
      return { position: Number(lastRow[0].split('-')[0]), names: [...names] };
    },
    onChange: (listener) =>
      link.onChange((keys) => {
        if (keys === null || keys.includes(key)) listener();
      }),
    async drop() {
      return (await link.write((client) => client.endSession(key, stream))) === 1;
    },
  };
};
