import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Client, OpenConnection } from './connection.ts';

/** Links to the host that served this page; its cookie says who we are. */
export const openWebSocket: OpenConnection = async (timeoutMs) => {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const websocket = new WebSocket(`${scheme}://${location.host}/rpc`);
  const closed = new Promise<void>((resolve) => {
    websocket.addEventListener('close', () => resolve(), { once: true });
  });
  const opened = new Promise<void>((resolve) => {
    websocket.addEventListener('open', () => resolve(), { once: true });
  });
  const giveUp = setTimeout(() => websocket.close(), timeoutMs);
  await Promise.race([opened, closed]);
  clearTimeout(giveUp);
  if (websocket.readyState !== WebSocket.OPEN) throw new Error('The host did not answer.');
  const client: Client = createORPCClient(new RPCLink({ websocket }));
  return { client, closed, close: () => websocket.close() };
};
