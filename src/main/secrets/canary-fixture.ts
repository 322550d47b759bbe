import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Letters and digits alone: percent-encoding, JSON and HTML leave it as it is. */
export const CORE = 'zqxcanaryq7w';

const base64Digits = (before: number): string => {
  const digits = Buffer.from(`${'-'.repeat(before)}${CORE}`).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  return digits.slice(first, Math.floor(((before + CORE.length) * 8) / 6));
};

/** Any of these in a text gives a canary away: its first letters, or its core in base64 or hex. */
const SIGNS = [
  CORE.slice(0, 4),
  CORE.slice(-6),
  ...[0, 1, 2].map(base64Digits),
  Buffer.from(CORE).toString('hex'),
];

/** Where in a text a canary shows, with what stands around it. */
export const sightings = (where: string, content: string): string[] => {
  const folded = content.toLowerCase();
  return SIGNS.flatMap((sign, index) => {
    const plain = index < 2 || index === SIGNS.length - 1;
    const at = plain ? folded.indexOf(sign) : content.indexOf(sign);
    return at === -1 ? [] : [`${where}: …${content.slice(Math.max(0, at - 60), at + 60)}…`];
  });
};

/** Every file under a directory, as Latin-1, by its path. Sockets are passed over. */
export const filesUnder = async (directory: string): Promise<[string, string][]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry): Promise<[string, string]> => {
      const path = join(entry.parentPath, entry.name);
      return [path, await readFile(path, 'latin1')];
    }),
  );
};

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
};

const echoOf = (request: IncomingMessage, body: string): string => {
  const { url = '', headers } = request;
  const said = { url, path: decodeURIComponent(url), headers, body };
  return JSON.stringify({
    ...said,
    again: JSON.stringify(said),
    base64: Buffer.from(`u:${body}`).toString('base64'),
    hex: Buffer.from(body).toString('hex'),
  });
};

/** Devices that repeat all they hear, in every way they can; `heard` is what came in. */
export const openEchoes = async () => {
  let heard = '';
  const http = createHttpServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await text(request);
      heard += `${request.url} ${JSON.stringify(request.headers)} ${body}\n`;
      const way = new URL(request.url ?? '/', 'http://echo').pathname.split('/')[1];
      if (way === 'cut') {
        request.socket.destroy();
        return;
      }
      const echo = echoOf(request, body);
      const token = String(request.headers['x-token'] ?? '');
      // Cut by what reads it, at 120 and at 4096 characters, in the middle of the canary.
      const first = way === 'fail' ? `${' .'.repeat(57)}${token}` : '';
      const padded = `${first}${echo}`.padEnd(4090, '.').slice(0, 4090) + token;
      response.writeHead(way === 'fail' ? 500 : 200, { 'x-echo': token });
      response.end(way === 'ok' ? echo : padded);
    };
    void answer();
  });
  const tcp = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += String(bytes);
      socket.write(`-ERR ${String(bytes)}`);
    });
  });
  const udp = createSocket('udp4');
  udp.on('message', (bytes) => (heard += bytes.toString('latin1')));
  http.listen(0, '127.0.0.1');
  tcp.listen(0, '127.0.0.1');
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(http, 'listening'), once(tcp, 'listening'), once(udp, 'listening')]);
  return {
    ports: {
      http: portOf(http.address()),
      tcp: portOf(tcp.address()),
      udp: udp.address().port,
    },
    heard: () => heard,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      tcp.close();
      udp.close();
      await once(http, 'close');
    },
  };
};
