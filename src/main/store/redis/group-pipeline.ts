import { Cluster, type Redis } from 'ioredis';
import { METRICS_KEY } from '../keys.ts';
import type { RedisClient } from './redis-clients.ts';

export type Command = [name: string, key: string, ...rest: (string | number)[]];
export type Answer = [error: Error | null, value?: unknown];

/** One entry of a stream. `length`: what the stream is trimmed to, about; 0 where it is not trimmed here. */
export interface StreamWrite {
  key: string;
  length: number;
  fields: string[];
}

/** What one caller wants written: its commands in order, what it adds to the counters, and then to streams. */
export interface Writes {
  commands: Command[];
  entries: StreamWrite[];
  counts: readonly [name: string, by: number][];
}

/** One answer per command and per entry; `figures` answers the counters, for the first caller of a group only. */
export interface Written {
  answers: Answer[];
  appended: Answer[];
  figures: Answer[];
}

interface Waiting extends Writes {
  resolve: (written: Written) => void;
  reject: (error: unknown) => void;
}

/** The counters of several callers are added up first: one command per counter and pipeline. */
const countCommands = (group: readonly Writes[]): Command[] => {
  const sums = new Map<string, number>();
  for (const { counts } of group)
    for (const [name, by] of counts) sums.set(name, (sums.get(name) ?? 0) + by);
  return [...sums].map(([name, by]) => [
    Number.isInteger(by) && name !== 'total_latency_ms' ? 'hincrby' : 'hincrbyfloat',
    METRICS_KEY,
    name,
    by,
  ]);
};

/** Entries of one stream go in one command, a lone one without a script. */
const appendCommands = (group: readonly Writes[]): Map<string, Command> => {
  const byKey = Map.groupBy(
    group.flatMap(({ entries }) => entries),
    ({ key }) => key,
  );
  const commands = new Map<string, Command>();
  for (const [key, entries] of byKey) {
    const [first] = entries;
    if (!first) continue;
    const { length, fields } = first;
    const trim = length > 0 ? (['MAXLEN', '~', length] as const) : [];
    commands.set(
      key,
      entries.length === 1
        ? ['xadd', key, ...trim, '*', ...fields]
        : ['appendEntries', key, length, ...entries.flatMap(counted)],
    );
  }
  return commands;
};

const counted = ({ fields }: StreamWrite): (string | number)[] => [fields.length, ...fields];

const UNANSWERED: Answer = [new Error('no answer')];

/** Beyond this a pipeline is sent and the next begun, so that no answer waits for too many others. */
const MOST_COMMANDS = 500;

/**
 * Sends at once while nothing is on its way, and else what is given within one turn of the loop as one
 * pipeline: a lone press waits for nobody, and executions that end together share one round trip and one write to the socket. Counters go first, then each
 * caller's commands in order, then the streams' entries, as the mark that the rest was written.
 */
export class GroupPipeline {
  readonly #client: RedisClient;
  #waiting: Waiting[] = [];
  #count = 0;
  /** Pipelines that were sent and not answered. */
  #inFlight = 0;

  constructor(client: RedisClient) {
    this.#client = client;
  }

  send(writes: Writes): Promise<Written> {
    const { promise, resolve, reject } = Promise.withResolvers<Written>();
    this.#waiting.push({ ...writes, resolve, reject });
    this.#count += writes.commands.length + writes.entries.length;
    if (this.#inFlight === 0 || this.#count >= MOST_COMMANDS) void this.#leave();
    else if (this.#waiting.length === 1) setImmediate(() => void this.#leave());
    return promise;
  }

  async #leave(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    if (group.length === 0) return;
    this.#inFlight += 1;
    try {
      const counters = countCommands(group);
      const appends = appendCommands(group);
      const all = [
        ...counters,
        ...group.flatMap(({ commands }) => commands),
        ...appends.values(),
      ];
      const answers = await this.#exec(all);
      let figures = answers.slice(0, counters.length);
      const ends = new Map<string, Answer>();
      for (const [index, key] of [...appends.keys()].entries())
        ends.set(key, answers[answers.length - appends.size + index] ?? UNANSWERED);
      let from = counters.length;
      for (const { commands, entries, resolve } of group) {
        resolve({
          answers: answers.slice(from, from + commands.length),
          appended: entries.map(({ key }) => ends.get(key) ?? UNANSWERED),
          figures,
        });
        from += commands.length;
        figures = [];
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #exec(commands: Command[]): Promise<Answer[]> {
    const client = this.#client;
    if (!(client instanceof Cluster)) return this.#execOnOne(client, commands);
    // Each key may live on another node: what belongs to one key goes together.
    const groups = Map.groupBy(commands, ([, key]) => key);
    const answers = new Map<Command, Answer>();
    await Promise.all(
      [...groups.values()].map(async (group) => {
        const got: Answer[] = await client
          .pipeline(group)
          .exec()
          .then(
            (results) => results ?? [],
            (error: Error) => group.map((): Answer => [error]),
          );
        for (const [index, command] of group.entries())
          answers.set(command, got[index] ?? UNANSWERED);
      }),
    );
    return commands.map((command) => answers.get(command) ?? UNANSWERED);
  }
  /** One time-out for all: the client's own, one per command, cost as much as building the commands. */
  async #execOnOne(client: Redis, commands: Command[]): Promise<Answer[]> {
    const { options } = client;
    const { commandTimeout } = options;
    options.commandTimeout = undefined;
    let answers: Promise<Answer[] | null>;
    try {
      answers = client.pipeline(commands).exec();
    } finally {
      options.commandTimeout = commandTimeout;
    }
    if (commandTimeout === undefined) return (await answers) ?? [];
    const late = Promise.withResolvers<Answer[]>();
    const timer = setTimeout(
      () => late.resolve(commands.map(() => [new Error('Command timed out')])),
      commandTimeout,
    );
    try {
      return (await Promise.race([answers, late.promise])) ?? [];
    } finally {
      clearTimeout(timer);
    }
  }
}
