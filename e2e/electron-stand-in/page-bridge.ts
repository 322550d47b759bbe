import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { FrameSchema, type Frame } from './frames.ts';
import { MessagePortMain } from './ports.ts';
import { fromHttp } from './scheme.ts';

export interface PageMessage {
  channel: string;
  message: unknown;
  ports: MessagePortMain[];
  /** The address of the page that speaks, as the app knows it. */
  url: string;
}

type Receiver = (message: PageMessage) => void;

const receivers = new Map<number, Receiver>();
let opening: Promise<{ server: WebSocketServer; address: string }> | undefined;

const serve = (socket: WebSocket): void => {
  const ports = new Map<number, MessagePortMain>();
  const say = (frame: Frame): void => socket.send(JSON.stringify(frame));
  let page: { receive: Receiver | undefined; url: string } | undefined;

  const openPort = (port: number): MessagePortMain => {
    const opened = new MessagePortMain(
      (message) =>
        say(
          typeof message === 'string'
            ? { type: 'message', port, text: message }
            : { type: 'bytes', port, base64: Buffer.from(message).toString('base64') },
        ),
      () => {
        ports.delete(port);
        say({ type: 'close', port });
      },
    );
    ports.set(port, opened);
    return opened;
  };

  socket.on('message', (data: Buffer) => {
    const frame = FrameSchema.parse(JSON.parse(data.toString()));
    switch (frame.type) {
      case 'hello':
        page = { receive: receivers.get(frame.contents), url: fromHttp(frame.url) };
        break;
      case 'ipc':
        page?.receive?.({
          channel: frame.channel,
          message: frame.message,
          ports: frame.ports.map(openPort),
          url: page.url,
        });
        break;
      case 'message':
        ports.get(frame.port)?.receive(frame.text);
        break;
      case 'bytes':
        throw new TypeError('a page sends no bytes');
      case 'close':
        ports.get(frame.port)?.disconnect();
        ports.delete(frame.port);
        break;
    }
  });
  socket.on('close', () => {
    for (const port of ports.values()) port.disconnect();
    ports.clear();
  });
};

const open = async () => {
  const path = `/${randomUUID()}`;
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path });
  server.on('connection', serve);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('no port for the bridge');
  return { server, address: `ws://127.0.0.1:${address.port}${path}` };
};

/** The address where pages speak to this process; what the pages of `contents` say goes to `receive`. */
export const bridgeAddress = async (contents: number, receive: Receiver): Promise<string> => {
  receivers.set(contents, receive);
  return (await (opening ??= open())).address;
};

export const closeBridge = async (): Promise<void> => {
  if (opening === undefined) return;
  const { server } = await opening;
  for (const client of server.clients) client.terminate();
  server.close();
};
