import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { loopbackCertificate } from '../transports/http/certificate-double.ts';
import { GARBAGE } from '../simulators/hardware/faults.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  receivedBy,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';

const acceptFor = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** Of 100 kB: more than the system holds for one socket. */
const MANY = 400;

const Address = z.object({ port: z.int() });

test('what is no message is counted, told of once per second, and never handed out', async () => {
  const backend = await simulateBackend();
  const handed: string[] = [];
  const client = makeClient(
    { host: at(backend) },
    { on_message: (type) => void handed.push(type) },
  );
  await opened(client);
  await backend.setFault('garbage');
  await backend.setFault(null);
  client.send('echo', { n: 1 });
  await eventually(() => handed).toContain('echo');
  // A type that nobody knows is a message all the same for a client without a schema.
  expect(handed).toEqual(['nobody_knows_this', 'echo']);
  expect(client.status()).toMatchObject({
    state: 'open',
    messages_in: GARBAGE.length + 1,
    rejected: GARBAGE.length - 1,
  });
  expect(client.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test.each([
  ['plain', false],
  ['deflated to a thousandth', true],
])(
  'a message of 50 MB, %s, ends the connection with 1009, and it comes back',
  async (_how, compression) => {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: compression,
    });
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    });
    const { port } = Address.parse(server.address());
    const closed = new Promise<number>((resolve) => {
      server.once('connection', (socket) => {
        socket.on('error', () => undefined);
        socket.on('close', resolve);
        socket.send(Buffer.alloc(50 * 1024 * 1024, 0x20).toString('latin1'));
      });
    });
    const client = makeClient({ host: `127.0.0.1:${port}`, compression });
    client.start();
    expect(await closed).toBe(1009);
    await statusWhere(
      client,
      ({ state, last_error }) => state === 'open' && last_error !== null,
    );
    expect(client.status().last_error).toContain('(1009)');
  },
  20_000,
);

/** A backend by hand: shakes hands with the first client, and leaves the socket to the test. */
const shakeHands = async (
  then: (socket: Socket) => void,
  tls?: { key: string; cert: string },
): Promise<number> => {
  const answer = (socket: Socket): void => {
    socket.on('error', () => undefined);
    socket.once('data', (request: Buffer) => {
      const key = /sec-websocket-key: (.+)\r\n/i.exec(request.toString())?.[1] ?? '';
      socket.write(
        `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptFor(key)}\r\n\r\n`,
      );
      then(socket);
    });
  };
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  server.once('connection', (wire) => {
    onTestFinished(() => void wire.destroy());
    answer(tls ? new TLSSocket(wire, { ...tls, isServer: true }) : wire);
    server.close();
  });
  return Address.parse(server.address()).port;
};

test('text that is not UTF-8 ends the connection, and it is tried again', async () => {
  // Nothing that a WebSocket library would send: half of a character in a text frame.
  const port = await shakeHands((socket) => socket.write(Buffer.from([0x81, 1, 0xc3])));
  const client = makeClient({ host: `127.0.0.1:${port}` });
  client.start();
  const status = await statusWhere(client, ({ state }) => state === 'waiting');
  expect(status.last_error).toContain('no WebSocket frame');
});

test.each(['ws', 'wss'])(
  'a connection by %s that is cut is reset: what the system still holds is not delivered later',
  async (scheme) => {
    const secure = scheme === 'wss';
    const { cert } = loopbackCertificate;
    const dead = Promise.withResolvers<Socket>();
    const port = await shakeHands(
      (socket) => dead.resolve(socket),
      secure ? loopbackCertificate : undefined,
    );
    const client = makeClient(
      { host: `localhost:${port}`, secure, heartbeat_ms: 100, heartbeat_timeout_ms: 50 },
      secure ? { ca: cert } : {},
    );
    await opened(client);
    const reset = once(await dead.promise, 'error');
    client.send('lamp', { on: true });
    await statusWhere(client, ({ state }) => state === 'waiting');
    expect(String((await reset)[0])).toContain('ECONNRESET');
  },
);

test('a certificate that nobody trusts is told as such, and an address that is none, over TLS too', async () => {
  const port = await shakeHands(() => undefined, loopbackCertificate);
  const wary = makeClient({ host: `localhost:${port}`, secure: true });
  wary.start();
  const { last_error } = await statusWhere(wary, ({ state }) => state === 'waiting');
  expect(last_error).toContain('No secure connection to');
  const nowhere = makeClient({ host: 'no-such-host.invalid', secure: true });
  nowhere.start();
  const { last_error: said } = await statusWhere(nowhere, ({ state }) => state === 'waiting');
  expect(said).toContain('The name "no-such-host.invalid"');
});

test('a flood keeps it neither from reading on nor from sending', async () => {
  const backend = await simulateBackend();
  let handed = 0;
  const client = makeClient(
    { host: at(backend) },
    {
      on_message: () => {
        handed += 1;
      },
    },
  );
  await opened(client);
  await backend.setFault('flood');
  await eventually(() => handed).toBeGreaterThan(5000);
  const answered = receivedBy(backend, 'still_here');
  client.send('still_here');
  await answered;
  await backend.setFault(null);
}, 30_000);

test('a flood waits at its source while a handler takes its time', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const text = JSON.stringify({ type: 'picture', text: 'x'.repeat(100_000) });
  let left = 0;
  server.once('connection', (socket) => {
    for (let i = 0; i < MANY; i += 1)
      socket.send(text, () => {
        left += 1;
      });
  });
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  const { port } = Address.parse(server.address());
  const client = makeClient(
    { host: `127.0.0.1:${port}` },
    {
      on_message: async () => {
        begun += 1;
        await gate.promise;
      },
    },
  );
  await opened(client);
  await eventually(() => begun).toBe(1);
  // The system's buffers fill, and no more leaves.
  for (let before = -1; before < left;) {
    before = left;
    for (let turn = 0; turn < 200; turn += 1) await setImmediate();
  }
  expect(left).toBeLessThan(MANY);
  expect(begun).toBe(1);
  gate.resolve();
  await eventually(() => begun).toBe(MANY);
}, 30_000);

test.each(['drop', 'refuse', 'stall'] as const)(
  'a backend with the fault "%s" is tried again and again; once it is well, the client is back',
  async (fault) => {
    const backend = await simulateBackend();
    const client = makeClient({ host: at(backend), connect_timeout_ms: 100 });
    await opened(client);
    await backend.setFault(fault);
    if (fault === 'stall') backend.closeAll(1011, 'It broke.');
    const { last_error } = await statusWhere(
      client,
      ({ state, attempts }) => state === 'waiting' && attempts >= 2,
    );
    expect(last_error).toMatch(
      {
        drop: /broke\./,
        refuse: /Nothing listens at/,
        stall: /did not open a WebSocket within/,
      }[fault],
    );
    await backend.setFault(null);
    await statusWhere(client, ({ state, attempts }) => state === 'open' && attempts === 0);
  },
);

test('a name that there is not, and another service at the port, are told as such', async () => {
  const nowhere = makeClient({ host: 'no-such-host.invalid' });
  nowhere.start();
  const { last_error } = await statusWhere(nowhere, ({ state }) => state === 'waiting');
  expect(last_error).toContain('The name "no-such-host.invalid"');
  const other = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('220 mail.example ESMTP\r\n');
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = Address.parse(other.address());
  const lost = makeClient({ host: `127.0.0.1:${port}` });
  lost.start();
  const { last_error: said } = await statusWhere(lost, ({ state }) => state === 'waiting');
  expect(said).toContain('did not answer as a WebSocket');
});

test('a path that the backend does not have is told as such', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend), path: '/elsewhere/{client_id}' });
  client.start();
  const { last_error } = await statusWhere(client, ({ state }) => state === 'waiting');
  expect(last_error).toContain('HTTP 404');
});

test('two clients with one id: the backend says so to the second, which goes on trying', async () => {
  const backend = await simulateBackend({ duplicates: 'refuse' });
  const first = makeClient({ host: at(backend) });
  await opened(first);
  const second = makeClient({ host: at(backend) });
  second.start();
  const { last_error } = await statusWhere(second, ({ attempts }) => attempts >= 2);
  expect(last_error).toContain('says that this client id is in use');
  expect(first.status().state).toBe('open');
  await first.stop();
  await statusWhere(second, ({ state, attempts }) => state === 'open' && attempts === 0);
});
