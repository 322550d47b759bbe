import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  if (typeof address === 'object' && address !== null && 'port' in address)
    return Number(address.port);
  throw new Error('The peer does not listen');
};

export interface TcpPeer {
  port: number;
  /** All that ever connected, oldest first. */
  sockets: Socket[];
  close(): Promise<void>;
}

/** A device on TCP that does what `onSocket` says; without it accepts, reads and never answers. */
export const openTcpPeer = async (
  onSocket: (socket: Socket, count: number) => void = (socket) => socket.resume(),
  server: Server = createServer(),
): Promise<TcpPeer> => {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.setNoDelay(true).on('error', () => {});
    onSocket(socket, sockets.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

export interface UdpPeer {
  port: number;
  /** The next datagram that has not been asked for yet. */
  next(): Promise<Buffer>;
  close(): Promise<void>;
}

export const openUdpPeer = async (host = '127.0.0.1', port = 0): Promise<UdpPeer> => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const arrived: Buffer[] = [];
  socket.on('message', (datagram) => arrived.push(datagram));
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    async next() {
      while (arrived.length === 0) await once(socket, 'message');
      return arrived.shift() ?? Buffer.alloc(0);
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
};

/** A port on loopback where nothing listens. */
export const refusedPort = async (): Promise<number> => {
  const peer = await openTcpPeer();
  await peer.close();
  return peer.port;
};

const deaf = `
const { parentPort, workerData } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(workerData, 0, 0);
  server.close();
});`;

/** A host that is there and never takes the connection: a full queue before a stuck program. */
export const openDeafPeer = async (): Promise<{ port: number; close(): Promise<void> }> => {
  const lock = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(deaf, { eval: true, workerData: lock });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: 4 }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  );
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, 'connect')));
  return {
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      Atomics.store(lock, 0, 1);
      Atomics.notify(lock, 0);
      await worker.terminate();
    },
  };
};

const resetting = `
const { parentPort, workerData } = require('node:worker_threads');
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {}).on('data', () => {
    const asked = Atomics.waitAsync(workerData, 0, 0);
    socket.write('+OK\\n');
    if (asked.async) asked.value.then(() => {
      socket.once('close', () => {
        Atomics.store(workerData, 1, 1);
        Atomics.notify(workerData, 1);
      });
      socket.resetAndDestroy();
    });
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;

/** Answers `+OK`. `resetNow` returns when it has reset its connection and this thread has not noticed yet. */
export const openResettingPeer = async (): Promise<{
  port: number;
  resetNow(): void;
  close(): Promise<number>;
}> => {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(resetting, { eval: true, workerData: flags });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  return {
    port,
    resetNow() {
      Atomics.store(flags, 0, 1);
      Atomics.notify(flags, 0);
      Atomics.wait(flags, 1, 0, 2000);
    },
    close: () => worker.terminate(),
  };
};
