import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { CONNECT_MESSAGE, PORT_MESSAGE } from '#shared/contract/platform.ts';
import type { Client, OpenConnection } from './connection.ts';

const isPortAnswer = (event: MessageEvent<unknown>): boolean =>
  event.source === window &&
  typeof event.data === 'object' &&
  event.data !== null &&
  'type' in event.data &&
  event.data.type === PORT_MESSAGE;

const askForPort = (timeoutMs: number): Promise<MessagePort> => {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const onMessage = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (isPortAnswer(event) && port) resolve(port);
  };
  window.addEventListener('message', onMessage);
  const giveUp = setTimeout(() => reject(new Error('The window got no port.')), timeoutMs);
  window.postMessage({ type: CONNECT_MESSAGE }, location.origin);
  return promise.finally(() => {
    clearTimeout(giveUp);
    window.removeEventListener('message', onMessage);
  });
};

/** Links to the engine of the Electron window through the port that the preload hands over. */
export const openPort: OpenConnection = async (timeoutMs) => {
  const port = await askForPort(timeoutMs);
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
