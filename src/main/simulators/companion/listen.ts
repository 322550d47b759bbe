import { once } from 'node:events';
import type { Socket as DatagramSocket } from 'node:dgram';
import type { Server } from 'node:net';

/** Listens and resolves with the port. Rejects with the system's error, such as EADDRINUSE. */
export const listenTcp = async (
  server: Server,
  host: string,
  port: number,
): Promise<number> => {
  server.listen(port, host);
  await once(server, 'listening');
  // Out of file handles, say: the next client may be served again.
  server.on('error', () => undefined);
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
};

export const stopTcp = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
};

/** Binds and resolves with the port. Rejects with the system's error. */
export const bindDatagram = async (
  socket: DatagramSocket,
  host: string,
  port: number,
): Promise<number> => {
  socket.bind(port, host);
  await once(socket, 'listening');
  return socket.address().port;
};
