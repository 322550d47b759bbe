import { implement } from '@orpc/server';
import type { Origin } from '#shared/contract/execution.ts';
import { contract } from '#shared/contract/index.ts';
import type { Log } from '../log.ts';
import type { Author } from '../store/revisions/revision-recorder.ts';
import { asFaultError } from './faults.ts';

/** What a host knows of a caller. */
export interface HostContext {
  origin: Origin;
  /** Where the caller is. */
  via: Author['via'];
  /** The lifetime of the caller's connection: keys that it holds are let go when this aborts. */
  signal?: AbortSignal | undefined;
  /** Resolves when the connection can take more: a reader that is slow gets fewer, newer patches. */
  drained?: (() => Promise<void>) | undefined;
  /** Headers of the answer, where there are such. */
  resHeaders?: Headers | undefined;
}

interface StreamCall {
  context: HostContext;
  signal?: AbortSignal | undefined;
  path: readonly string[];
}

/** What answers the contract, procedure by procedure. */
export const createAnswers = (log: Log) => {
  const os = implement(contract)
    .$context<HostContext>()
    .use(async ({ next, path, procedure }) => {
      try {
        return await next();
      } catch (error) {
        const wrapped = procedure['~orpc'].route.inputStructure === 'detailed';
        throw asFaultError(error, { wrapped, path, log });
      }
    });

  /** What streams is our own and typed: checking each event of it cost as much as making it. */
  const streams = implement(contract)
    .$context<HostContext>()
    .$config({ initialOutputValidationIndex: Number.NaN });

  /** Events as fast as the caller takes them; what breaks in the middle is told like any other fault. */
  const streamed = <T>(open: (lifetime: AbortSignal) => AsyncIterable<T>) =>
    async function* ({ context, signal, path }: StreamCall): AsyncGenerator<T, void, void> {
      const lifetime = signal ?? context.signal ?? new AbortController().signal;
      try {
        for await (const event of open(lifetime)) {
          yield event;
          await context.drained?.();
        }
      } catch (error) {
        throw asFaultError(error, { wrapped: false, path, log });
      }
    };

  return { os, streams, streamed };
};

export type Answers = ReturnType<typeof createAnswers>;
