import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
} from '@grpc/grpc-js';
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { z } from 'zod';
import type { Log } from '../../log.ts';
import { faultError, validationFault } from '../faults.ts';
import { fieldProblems } from '../field-problems.ts';
import type { HostContext } from '../answers.ts';
import type { Router } from '../router.ts';
import { originOf } from './access.ts';
import { Oversized, oversizedRefusal } from './bounded.ts';
import { Refused, refusalOf, statusOf } from './status.ts';
import { streamDrained } from './stream-drained.ts';

/** The router's procedures, asked in the name of a caller. */
export type Bridge = RouterClient<Router, HostContext>;

/** How a call asks the router: its caller's name, and an end when the caller is gone. */
export interface Asking {
  signal: AbortSignal;
  context: HostContext;
}

export type Unary = handleUnaryCall<unknown, unknown>;
export type Streaming = handleServerStreamingCall<unknown, unknown>;

/** More readers than a show has agents. */
const MOST_WATCHES = 200;

const askingOf = (metadata: Metadata, signal: AbortSignal): Asking => ({
  signal,
  // Access was given to no other.
  context: { origin: originOf(metadata) ?? 'api:token', via: 'grpc' },
});

const closing = refusalOf(
  {
    error_type: 'refused',
    message: 'The app is closing.',
    details: { reason: 'closing', hint: 'Call again when it is back.' },
  },
  status.UNAVAILABLE,
);

const tooMany = refusalOf(
  {
    error_type: 'rate_limited',
    message: `${MOST_WATCHES} streams are watched already.`,
    details: { hint: 'End some first: each agent needs one for a session.' },
  },
  status.RESOURCE_EXHAUSTED,
);

/** What the services' calls have in common. */
export class Calls {
  readonly bridge: Bridge;
  private readonly log: Log;
  private readonly watches = new Set<AbortController>();
  private closed = false;
  constructor(router: Router, log: Log) {
    this.bridge = createRouterClient(router, { context: (asked: HostContext) => asked });
    this.log = log;
  }

  /** How many streams are open. */
  get watching(): number {
    return this.watches.size;
  }

  /** One message, one answer. The work's signal aborts when its caller is gone or its deadline has passed. */
  unary<S extends z.ZodType>(
    schema: S,
    work: (input: z.output<S>, asking: Asking) => Promise<object>,
  ): Unary {
    return (call, callback) => {
      const lifetime = new AbortController();
      call.on('cancelled', () => lifetime.abort());
      const respond = async (): Promise<void> => {
        let message: object;
        try {
          const asking = askingOf(call.metadata, lifetime.signal);
          message = await work(this.read(schema, call.request), asking);
        } catch (error) {
          callback(statusOf(error, call.getPath(), this.log));
          return;
        }
        callback(null, message);
      };
      void respond();
    };
  }

  /** One message, events as fast as the caller takes them. */
  stream<S extends z.ZodType>(
    schema: S,
    open: (input: z.output<S>, asking: Asking) => Promise<AsyncIterable<object>>,
  ): Streaming {
    return (call) => {
      if (this.closed || this.watches.size >= MOST_WATCHES) {
        call.emit('error', this.closed ? closing : tooMany);
        return;
      }
      const lifetime = new AbortController();
      const { signal } = lifetime;
      this.watches.add(lifetime);
      call.on('cancelled', () => lifetime.abort());
      const tell = async (): Promise<void> => {
        try {
          const asking = askingOf(call.metadata, signal);
          for await (const event of await open(this.read(schema, call.request), asking)) {
            if (signal.aborted) break;
            call.write(event);
            await streamDrained(call, signal);
          }
          if (this.closed) call.emit('error', closing);
          else call.end();
        } catch (error) {
          // What breaks because its caller left is nobody's trouble.
          if (call.cancelled) return;
          const refusal = this.closed ? closing : statusOf(error, call.getPath(), this.log);
          call.emit('error', refusal);
        } finally {
          this.watches.delete(lifetime);
        }
      };
      void tell();
    };
  }

  /** Ends the streams; their callers are told that the app closes. */
  close(): void {
    this.closed = true;
    for (const watch of this.watches) watch.abort();
  }

  private read<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
    if (message instanceof Oversized) throw new Refused(oversizedRefusal(message));
    const parsed = schema.safeParse(message);
    if (parsed.success) return parsed.data;
    throw faultError(validationFault(fieldProblems(parsed.error.issues, false)));
  }
}
