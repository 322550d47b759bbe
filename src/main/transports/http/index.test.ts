import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HttpCommand } from '#shared/domain/command.ts';
import { systemClock } from '../../clock.ts';
import type { TcpPeer } from '../peer-double.ts';
import { openDeafPeer, openTcpPeer } from '../peer-double.ts';
import {
  describeTransport,
  expectNoLeak,
  faultIn,
  held,
  sendOptions,
} from '../transport-conformance.ts';
import type { SendOptions, SendResult } from '../transport.ts';
import { loopbackCertificate } from './certificate-double.ts';
import { HttpTransport } from './index.ts';

const to = (host: string, port: number, change: Partial<HttpCommand> = {}): HttpCommand => ({
  transport: 'http',
  tls: false,
  host,
  port,
  method: 'POST',
  path: '/api/location/1/0/1/press',
  headers: {},
  body: null,
  success: { status: [200] },
  idempotent: false,
  ...change,
});

const secureServer = (): Server =>
  createSecureServer(loopbackCertificate, (_request, response) => {
    response.end('ok');
  });

describeTransport('http', () => new HttpTransport({ clock: systemClock }), to, {
  connects: true,
  awaitsReply: true,
});

describe('http', () => {
  let transport: HttpTransport;
  let peer: TcpPeer;

  beforeEach(() => {
    transport = new HttpTransport({ clock: systemClock });
  });
  afterEach(async () => {
    await transport.close();
    await peer.close();
  });

  const serve = async (listener: RequestListener): Promise<void> => {
    peer = await openTcpPeer(() => {}, createServer({ keepAliveTimeout: 60_000 }, listener));
  };
  /** A server that speaks raw bytes: `answer` gets the count of its connection. */
  const raw = async (answer: (count: number) => string | null): Promise<void> => {
    peer = await openTcpPeer((socket, count) => {
      socket.on('data', () => {
        const bytes = answer(count);
        if (bytes === null) socket.resetAndDestroy();
        else socket.end(bytes);
      });
    }, createTcpServer());
  };
  const send = (
    change?: Partial<HttpCommand>,
    options?: Partial<SendOptions>,
  ): Promise<SendResult> =>
    transport.send(to('127.0.0.1', peer.port, change), sendOptions(options));

  test('what leaves is what the command says, over a connection that is kept', async () => {
    const seen: unknown[] = [];
    await serve((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        const { method, url, headers } = request;
        seen.push({ method, url, body, type: headers['content-type'], host: headers.host });
        response.setHeader('X-App', 'Bitfocus Companion');
        response.setHeader('Set-Cookie', ['a=1', 'b=2']);
        response.end('ok');
      });
    });
    const command = {
      path: '/api/x?text=%F0%9F%8E%AC',
      body: '{"text":"🎬"}',
      headers: { 'content-type': 'application/json' },
    };
    const first = await send(command);
    expect(first).toMatchObject({
      outcome: 'ok',
      reply: {
        status: 200,
        text: 'ok',
        headers: { 'x-app': 'Bitfocus Companion', 'set-cookie': 'a=1, b=2' },
      },
    });
    expect(first.timings.connect).not.toBeNull();
    expect(first.timings.reply).toBeGreaterThan(0);
    await setImmediate();
    expect((await send(command)).timings.connect).toBeNull();
    expect(peer.sockets).toHaveLength(1);
    expect(seen[0]).toEqual({
      method: 'POST',
      url: '/api/x?text=%F0%9F%8E%AC',
      body: '{"text":"🎬"}',
      type: 'application/json',
      host: `127.0.0.1:${peer.port}`,
    });
  });

  test.each([
    [204, 'invalid_response', 'Companion has no button at '],
    [403, 'protocol_error', "Companion's HTTP API is switched off."],
    [429, 'rate_limited', '429'],
    [404, 'protocol_error', '404 Not Found: "Not found"'],
  ])('%i is a failure with its reply, and not ambiguous', async (status, type, said) => {
    await serve((_request, response) => {
      response.writeHead(status, { 'X-App': 'Bitfocus Companion' });
      response.end(status === 404 ? 'Not found' : undefined);
    });
    const result = await send();
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false, reply: { status } });
    expect(faultIn(result)).toMatchObject({
      error_type: type,
      message: expect.stringContaining(said),
      details: { status, hint: expect.stringMatching(/./) },
    });
  });

  test('an endless body is read so far and no further', async () => {
    let wrote = 0;
    await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) wrote += 16_384;
      };
      response.on('drain', more);
      more();
    });
    const result = await send();
    expect(result).toMatchObject({ outcome: 'ok', reply: { status: 200, truncated: true } });
    expect(result.reply?.text).toHaveLength(4096);
    await vi.waitFor(() => expect(peer.sockets[0]?.destroyed).toBe(true));
    expect(wrote).toBeLessThan(50_000_000);
    await vi.waitFor(async () => expect((await send()).outcome).toBe('ok'));
  });

  test('a body of a megabyte is sent whole', async () => {
    await serve((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      request.on('end', () => response.end(String(size)));
    });
    expect(await send({ body: 'x'.repeat(1_000_000) })).toMatchObject({
      reply: { text: '1000000' },
    });
  });

  test.each([
    ['before the body is whole', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf'],
    [
      'within the last chunk of all',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf',
    ],
    [
      'before the last body is whole',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf',
    ],
    ['within the headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['before it said anything', ''],
  ])('a server that closes %s leaves it unknown', async (_when, bytes) => {
    await raw(() => bytes);
    const result = await send();
    expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(result).error_type).toBe('connection_lost');
  });

  test('a reset after the request leaves it unknown', async () => {
    await raw(() => null);
    expect(faultIn(await send())).toMatchObject({
      error_type: 'connection_lost',
      details: { ambiguous: true },
    });
  });

  test('an answer that is not HTTP', async () => {
    await raw(() => '+OK this is another service\r\n');
    const result = await send();
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(faultIn(result).error_type).toBe('invalid_response');
  });

  test('headers came, the body never ends: the time-out covers the whole reply', async () => {
    await serve((_request, response) => {
      response.write('some');
    });
    const result = await send({}, { responseTimeoutMs: 60 });
    expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(result).error_type).toBe('connection_timeout');
    await vi.waitFor(() => expect(peer.sockets[0]?.destroyed).toBe(true));
  });

  test('a time-out on a connection that was kept closes it', async () => {
    let requests = 0;
    await serve((_request, response) => {
      requests += 1;
      if (requests === 1) response.end('ok');
    });
    await send();
    await setImmediate();
    const late = await send({}, { responseTimeoutMs: 50 });
    expect(late).toMatchObject({ outcome: 'unknown', timings: { connect: null } });
    await vi.waitFor(() => expect(peer.sockets[0]?.destroyed).toBe(true));
  });

  test('an idle connection that the server closed costs the next request nothing', async () => {
    await serve((_request, response) => response.end('ok'));
    await send();
    peer.sockets[0]?.destroy();
    expect(await send()).toMatchObject({ outcome: 'ok' });
    expect(peer.sockets).toHaveLength(2);
    peer.sockets[1]?.resetAndDestroy();
    expect(await send()).toMatchObject({ outcome: 'ok' });
  });

  test('the connection is let go before Companion would close it', async () => {
    await serve((_request, response) => {
      response.setHeader('Keep-Alive', 'timeout=600');
      response.end('ok');
    });
    await send();
    const closed = new Promise((resolve) => peer.sockets[0]?.once('close', resolve));
    const started = performance.now();
    await closed;
    expect(performance.now() - started).toBeLessThan(4500);
  }, 6000);

  test('a connection that never completes is a time-out, and its socket is let go', async () => {
    const deaf = await openDeafPeer();
    await serve((_request, response) => response.end('ok'));
    const before = held();
    const result = await transport.send(
      to('127.0.0.1', deaf.port),
      sendOptions({ connectTimeoutMs: 80 }),
    );
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result)).toMatchObject({
      error_type: 'connection_timeout',
      message: expect.stringContaining('80 ms'),
    });
    const stop = new AbortController();
    const waiting = transport.send(
      to('127.0.0.1', deaf.port),
      sendOptions({ signal: stop.signal }),
    );
    stop.abort();
    expect(await waiting).toMatchObject({ outcome: 'cancelled' });
    await expectNoLeak(before);
    await deaf.close();
  });

  test('sixteen at once, and each gets its own reply', async () => {
    await serve((request, response) => response.end(request.url));
    const paths = Array.from({ length: 160 }, (_, i) => `/n/${i}`);
    const results = await Promise.all(paths.map((path) => send({ path })));
    expect(results.map(({ reply }) => reply?.text)).toEqual(paths);
  });

  test.each([
    ['a path with a space', { path: '/a b' }],
    ['a header with a line break', { headers: { 'x-name': 'a\r\nx-other: b' } }],
    ['a method that is none', { method: 'GE T' }],
    ['a tunnel', { method: 'CONNECT' }],
    ['a host that is none', { host: 'no host' }],
  ])('%s is refused before anything leaves', async (_what, change) => {
    await serve((_request, response) => response.end('ok'));
    const result = await send(change);
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result).error_type).toBe('validation_error');
    expect(peer.sockets.every(({ bytesRead }) => bytesRead === 0)).toBe(true);
  });

  describe('TLS', () => {
    test('a certificate that nobody trusts stops the request', async () => {
      peer = await openTcpPeer(() => {}, secureServer());
      const result = await send({ tls: true });
      expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
      expect(faultIn(result)).toMatchObject({
        error_type: 'protocol_error',
        details: { hint: expect.stringContaining('certificate') },
      });
    });

    test('a trusted one lets it through, kept alive', async () => {
      const trusted = tls.getCACertificates();
      tls.setDefaultCACertificates([loopbackCertificate.cert]);
      peer = await openTcpPeer(() => {}, secureServer());
      expect(await send({ tls: true })).toMatchObject({ outcome: 'ok' });
      expect(await send({ tls: true, host: 'localhost' })).toMatchObject({ outcome: 'ok' });
      expect(await send({ tls: true })).toMatchObject({ timings: { connect: null } });
      tls.setDefaultCACertificates(trusted);
    });

    test('a port that speaks plain HTTP', async () => {
      await serve((_request, response) => response.end('ok'));
      expect(faultIn(await send({ tls: true })).error_type).toBe('protocol_error');
    });
  });
});
