import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#shared/contract/index.ts';

export type Client = ContractRouterClient<typeof contract>;

/** One open way to the engine. It is never mended: when it has closed, another one is opened. */
export interface Connection {
  readonly client: Client;
  /** Resolves once, when nothing can be asked over it any more. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a connection, or throws when that took longer than `timeoutMs` or the far side refused. */
export type OpenConnection = (timeoutMs: number) => Promise<Connection>;
