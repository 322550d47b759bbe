import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './redis-clients.ts';

export type Command = [name: string, key: string, ...rest: (string | number)[]];
export type Answer = [error: Error | null, value?: unknown];

interface Waiting {
  commands: Command[];
  resolve: (answers: Answer[]) => void;
  reject: (error: unknown) => void;
}

/** Beyond this a pipeline is sent and the next begun, so that no answer waits for too many others. */
const MOST_COMMANDS = 500;

/**
 * Sends what is given within one turn of the loop as one pipeline: executions that end together share one
 * round trip and one write to the socket. Each caller's commands stay together and in order.
 */
export class GroupPipeline {
  readonly #client: RedisClient;
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(client: RedisClient) {
    this.#client = client;
  }

  /** One answer per command. */
  send(commands: Command[]): Promise<Answer[]> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer[]>();
    this.#waiting.push({ commands, resolve, reject });
    this.#count += commands.length;
    if (this.#waiting.length === 1) setImmediate(() => void this.#leave());
    if (this.#count >= MOST_COMMANDS) void this.#leave();
    return promise;
  }

  async #leave(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    if (group.length === 0) return;
    try {
      const answers = await this.#exec(group.flatMap(({ commands }) => commands));
      let from = 0;
      for (const { commands, resolve } of group) {
        resolve(answers.slice(from, from + commands.length));
        from += commands.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
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
          answers.set(command, got[index] ?? [new Error('no answer')]);
      }),
    );
    return commands.map((command) => answers.get(command) ?? [new Error('no answer')]);
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
