import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';

const BATCH = 500;

/** 200 bytes, as a hardware message is. */
const level = JSON.stringify({ type: 'level', n: 0, text: 'x'.repeat(166) });

/** The next batch when the one before has left, so that the reader sets the pace. */
const blast = (socket: WebSocket, count: number): void => {
  const now = Math.min(BATCH, count);
  for (let i = 1; i < now; i += 1) socket.send(level);
  socket.send(level, () => {
    if (count > now) setImmediate(() => blast(socket, count - now));
  });
};

/** The least that a WebSocket server can be: it hands back what comes, and on `blast:<n>` sends n messages. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    const count = /"blast":(\d+)/.exec(text)?.[1];
    if (count === undefined) socket.send(text);
    else blast(socket, Number(count));
  });
});
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
process.stdout.write(`${JSON.stringify({ port })}\n`);
process.once('SIGTERM', () => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});
