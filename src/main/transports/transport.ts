import type { Fault } from '#shared/contract/errors.ts';
import type { Reply } from '#shared/contract/execution.ts';
import type { Command } from '#shared/domain/command.ts';

/** What a transport must keep to while it sends. */
export interface SendOptions {
  /** Aborted by cancel, deadline or shutdown: the socket in flight is let go at once. */
  signal: AbortSignal;
  /** For a connection to open, name look-up included. */
  connectTimeoutMs: number;
  /** From the last byte written to the whole reply. */
  responseTimeoutMs: number;
}

/** Milliseconds each. `connect` is null on a connection that was open already; `reply` where none is awaited. */
export interface SendTimings {
  connect: number | null;
  write: number;
  reply: number | null;
}

/**
 * How one send ended. A device that fails is a result, never an exception.
 * `unknown`: bytes may have left and nobody can say what became of them.
 */
export type SendResult =
  | { outcome: 'ok' | 'sent'; reply: Reply | null; timings: SendTimings }
  | {
      outcome: 'failed' | 'unknown' | 'cancelled';
      fault: Fault;
      /** True where bytes may have left. `failed` with a reply is not ambiguous: the device answered. */
      ambiguous: boolean;
      reply: Reply | null;
      timings: SendTimings;
    };

/** A way to put a command on the wire. One instance per transport type for the whole engine. */
export interface Transport<C extends Command = Command> {
  readonly type: C['transport'];
  /** Never rejects, never outlives its time-outs. */
  send(command: C, options: SendOptions): Promise<SendResult>;
  /** Closes every socket; sends in flight end as `cancelled`. */
  close(): Promise<void>;
}
