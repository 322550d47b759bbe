import { ulid } from 'ulid';
import type { Execution } from '#shared/contract/execution.ts';
import type { Engine, PressRequest } from '../engine/engine.ts';
import type { Log } from '../log.ts';

/** What the lifetime of a caller's connection means for the keys that it holds. */
export interface Connections {
  /** Presses under the connection's name; its keys are let go when its signal aborts. */
  press(request: PressRequest, connection: AbortSignal | undefined): Promise<Execution>;
}

export const createConnections = (engine: Engine, log: Log): Connections => {
  const holders = new WeakMap<AbortSignal, string>();

  const letGo = async (holder: string): Promise<void> => {
    try {
      await engine.release(holder);
    } catch (error) {
      log.error({ err: error, holder }, 'keys of a lost connection were not let go');
    }
  };

  const holderOf = (connection: AbortSignal): string => {
    const known = holders.get(connection);
    if (known !== undefined) return known;
    const holder = ulid();
    holders.set(connection, holder);
    connection.addEventListener('abort', () => void letGo(holder), { once: true });
    return holder;
  };

  return {
    async press(request, connection) {
      if (!connection) return engine.press(request);
      const holder = holderOf(connection);
      const execution = await engine.press({ ...request, holder });
      // The connection may have gone while the key went down: then nobody was told yet to let go of it.
      if (connection.aborted && request.phase === 'down') await letGo(holder);
      return execution;
    },
  };
};

/**
 * The signal of a call that its caller takes back. A lost connection takes nothing back: what an operator
 * pressed runs to its end, and is in the audit when the screen is there again.
 */
export const takenBack = (
  call: AbortSignal | undefined,
  connection: AbortSignal | undefined,
): AbortSignal | undefined => {
  if (!call || !connection) return call;
  const cancel = new AbortController();
  call.addEventListener(
    'abort',
    () => {
      if (!connection.aborted) cancel.abort(call.reason);
    },
    { once: true },
  );
  return cancel.signal;
};
