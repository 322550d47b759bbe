import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { CONNECT_MESSAGE, PORT_MESSAGE } from '#shared/contract/platform.ts';
import { askForPort } from './ask-for-port.ts';
import type { Client, OpenConnection } from './connection.ts';

/** Links to the engine of the Electron window through the port that the preload hands over. */
export const openPort: OpenConnection = async (timeoutMs) => {
  const port = await askForPort({ type: CONNECT_MESSAGE }, { type: PORT_MESSAGE }, timeoutMs);
  const ended = Promise.withResolvers<void>();
  port.addEventListener('close', () => ended.resolve());
  const client: Client = createORPCClient(new RPCLink({ port }));
  port.start();
  const close = (): void => {
    port.close();
    ended.resolve();
  };
  return { client, closed: ended.promise, close };
};
