import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TcpCommand } from '#shared/domain/command.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import type { Endpoint } from '../endpoint.ts';
import type { TcpPeer } from '../peer-double.ts';
import { openDeafPeer, openResettingPeer, openTcpPeer, refusedPort } from '../peer-double.ts';
import {
  describeTransport,
  expectNoLeak,
  faultIn,
  held,
  sendOptions,
} from '../transport-conformance.ts';
import type { SendOptions, SendResult } from '../transport.ts';
import { TcpTransport } from './index.ts';

const log = createLog('silent');
const OK = { reply_prefix: '+OK', reply_reject: ['+OK Page not found'] };
const to = (
  host: string,
  port: number,
  payload = 'LOCATION 1/0/1 PRESS\n',
  success: TcpCommand['success'] = OK,
): TcpCommand => ({ transport: 'tcp', host, port, payload, success, idempotent: false });

describeTransport('tcp', () => new TcpTransport({ clock: systemClock, log }), to, {
  connects: true,
  awaitsReply: true,
});

describe('tcp', () => {
  let transport: TcpTransport;
  let unsolicited: string[];
  let peer: TcpPeer;

  beforeEach(() => {
    unsolicited = [];
    transport = new TcpTransport({
      clock: systemClock,
      log,
      onUnsolicited: (_from: Endpoint, line) => unsolicited.push(line),
    });
  });
  afterEach(async () => {
    await transport.close();
    await peer?.close();
  });

  /** A device that says `answer(line, socket)` to every line; null says nothing. */
  const device = async (
    answer: (line: string, socket: Socket, connection: number) => string | null,
  ): Promise<void> => {
    peer = await openTcpPeer((socket, connection) => {
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().trimEnd().split('\n')) {
          const reply = answer(line, socket, connection);
          if (reply !== null) socket.write(reply);
        }
      });
    });
  };
  const send = (
    payload?: string,
    options?: Partial<SendOptions>,
    success?: TcpCommand['success'],
  ): Promise<SendResult> =>
    transport.send(to('127.0.0.1', peer.port, payload, success), sendOptions(options));

  test('a reply ends as ok, on one connection for all', async () => {
    await device((line) => `+OK "${line}"\r\n`);
    const first = await send('ONE');
    expect(first).toMatchObject({ outcome: 'ok', reply: { text: '+OK "ONE"' } });
    expect(first.timings.connect).not.toBeNull();
    const second = await send('TWO\r\n');
    expect(second).toMatchObject({ reply: { text: '+OK "TWO"' }, timings: { connect: null } });
    expect(peer.sockets).toHaveLength(1);
  });

  test('a reply that took its time is waited for', async () => {
    await device((_line, socket) => {
      setTimeout(() => socket.write('+OK\n'), 60);
      return null;
    });
    const result = await send();
    expect(result.outcome).toBe('ok');
    expect(result.timings.reply).toBeGreaterThan(50);
  });

  test('replies are matched in order: all in one packet, and one in ten pieces', async () => {
    const lines: string[] = [];
    await device((line, socket) => {
      lines.push(line);
      if (lines.length < 3) return null;
      const whole = Buffer.from(lines.map((each) => `+OK "${each} 🎬"\n`).join(''));
      const size = Math.ceil(whole.length / 10);
      const pieces = Array.from({ length: 10 }, (_, i) =>
        whole.subarray(i * size, i * size + size),
      );
      const next = (): void => {
        const piece = pieces.shift();
        if (piece) socket.write(piece, () => setImmediate(next));
      };
      next();
      return null;
    });
    const results = await Promise.all([send('A'), send('B'), send('C')]);
    expect(results.map(({ reply }) => reply?.text)).toEqual([
      '+OK "A 🎬"',
      '+OK "B 🎬"',
      '+OK "C 🎬"',
    ]);

    lines.length = 0;
    lines.push('x');
    const pair = await Promise.all([send('D'), send('E')]);
    expect(pair.map(({ reply }) => reply?.text)).toEqual(['+OK "x 🎬"', '+OK "D 🎬"']);
  });

  test('two replies in one packet answer two commands', async () => {
    let seen = 0;
    await device(() => {
      seen += 1;
      return seen === 2 ? '+OK 1\n+OK 2\n' : null;
    });
    const results = await Promise.all([send('A'), send('B')]);
    expect(results.map(({ reply }) => reply?.text)).toEqual(['+OK 1', '+OK 2']);
  });

  test('JSON lines that nobody asked for are set apart', async () => {
    const news = '{"type":"bank_bg_change","page":1}';
    await device((line) => `${news}\n+OK ${line}\n${news}\n`);
    expect(await send('A')).toMatchObject({ outcome: 'ok', reply: { text: '+OK A' } });
    expect(await send('B')).toMatchObject({ outcome: 'ok', reply: { text: '+OK B' } });
    await vi.waitFor(() => expect(unsolicited).toEqual([news, news, news, news]));
  });

  test('a protocol whose reply is JSON gets it', async () => {
    await device(() => '{"ok":true}\n');
    expect(await send('A', {}, { reply_prefix: '{"ok":true' })).toMatchObject({
      outcome: 'ok',
    });
    expect(unsolicited).toEqual([]);
  });

  test.each([
    ['-ERR No control at location', '-ERR No control at location'],
    ['+OK Page not found', '+OK Page not found'],
  ])('%s is a failure that says so', async (line, said) => {
    await device(() => `${line}\n`);
    const result = await send();
    expect(result).toMatchObject({
      outcome: 'failed',
      ambiguous: false,
      reply: { text: line },
    });
    expect(faultIn(result)).toMatchObject({
      error_type: 'protocol_error',
      message: expect.stringContaining(said),
    });
    expect(peer.sockets[0]?.destroyed).toBe(false);
  });

  test('after a missing reply the connection is given up: a late +OK is nobody else’s', async () => {
    await device((line, _socket, connection) =>
      connection === 1 ? null : `+OK second ${line}\n`,
    );
    const [slow, beside] = await Promise.all([
      send('A', { responseTimeoutMs: 50 }),
      send('B', { responseTimeoutMs: 2000 }),
    ]);
    expect(slow).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(slow).error_type).toBe('connection_timeout');
    expect(beside).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(beside).error_type).toBe('connection_lost');
    peer.sockets[0]?.write('+OK late\n');
    expect(await send('C')).toMatchObject({ outcome: 'ok', reply: { text: '+OK second C' } });
    expect(unsolicited).toEqual([]);
  });

  test('a cancelled command keeps its place: its reply is not the next one’s', async () => {
    const stop = new AbortController();
    await device((line) => (line === 'B' ? '+OK A\n+OK B\n' : null));
    const first = send('A', { signal: stop.signal, responseTimeoutMs: 150 });
    await vi.waitFor(() => expect(peer.sockets[0]?.bytesRead).toBeGreaterThan(0));
    stop.abort();
    expect(await first).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(await send('B')).toMatchObject({ outcome: 'ok', reply: { text: '+OK B' } });
    expect(unsolicited).toEqual([]);
    await systemClock.sleep(200);
    expect(peer.sockets[0]?.destroyed).toBe(false);
  });

  test('a cancelled command that is never answered gives the connection up in time', async () => {
    const stop = new AbortController();
    await device(() => null);
    const first = send('A', { signal: stop.signal, responseTimeoutMs: 150 });
    await vi.waitFor(() => expect(peer.sockets[0]?.bytesRead).toBeGreaterThan(0));
    stop.abort();
    await first;
    const second = await send('B');
    expect(second).toMatchObject({ outcome: 'unknown' });
    expect(faultIn(second).error_type).toBe('connection_lost');
  });

  test('a device that closes half way through its reply leaves it unknown', async () => {
    await device((_line, socket) => {
      socket.end('+O');
      return null;
    });
    const result = await send();
    expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(result).error_type).toBe('connection_lost');
  });

  test('a device that resets after the command leaves it unknown', async () => {
    await device((_line, socket) => {
      socket.resetAndDestroy();
      return null;
    });
    expect(faultIn(await send())).toMatchObject({
      error_type: 'connection_lost',
      details: { ambiguous: true },
    });
  });

  test('a line without an end is not collected for ever', async () => {
    await device((_line, socket) => {
      socket.write('x'.repeat(70_000));
      return null;
    });
    const result = await send();
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(faultIn(result).error_type).toBe('invalid_response');
    await vi.waitFor(() => expect(peer.sockets[0]?.destroyed).toBe(true));
  });

  test('without a reply to await it is sent, and its stray reply answers nobody', async () => {
    const received: string[] = [];
    await device((line) => {
      received.push(line);
      return `+OK ${line}\n`;
    });
    const [silent, asked] = await Promise.all([send('QUIET', {}, null), send('ASKED')]);
    expect(silent).toMatchObject({ outcome: 'sent', reply: null, timings: { reply: null } });
    expect(asked).toMatchObject({ outcome: 'ok', reply: { text: '+OK ASKED' } });
    await vi.waitFor(() => expect(received.toSorted()).toEqual(['ASKED', 'QUIET']));
  });

  test('a long line with characters of several bytes arrives as one', async () => {
    await device((line) => `+OK ${line.length}\n`);
    const text = 'ü🎬'.repeat(1000);
    expect(await send(text)).toMatchObject({ reply: { text: `+OK ${text.length}` } });
  });

  test('a command too large for a device that does not read ends in time', async () => {
    peer = await openTcpPeer((socket) => socket.pause());
    const result = await send('x'.repeat(20_000_000), { responseTimeoutMs: 100 }, null);
    expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(result)).toMatchObject({
      error_type: 'connection_timeout',
      message: expect.stringContaining('did not take the whole command'),
    });
  });

  test('a write into a connection that the device had reset has not left', async () => {
    peer = await openTcpPeer();
    const resetting = await openResettingPeer();
    const command = to('127.0.0.1', resetting.port);
    expect(await transport.send(command, sendOptions())).toMatchObject({ outcome: 'ok' });
    resetting.resetNow();
    const result = await transport.send(command, sendOptions());
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result).error_type).toBe('connection_lost');
    expect(await transport.send(command, sendOptions())).toMatchObject({ outcome: 'ok' });
    await resetting.close();
  });

  test('a connection that never completes is a time-out, and nothing had left', async () => {
    const deaf = await openDeafPeer();
    peer = await openTcpPeer();
    const before = held();
    const result = await transport.send(
      to('127.0.0.1', deaf.port),
      sendOptions({ connectTimeoutMs: 80 }),
    );
    await expectNoLeak(before);
    await deaf.close();
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result)).toMatchObject({
      error_type: 'connection_timeout',
      message: expect.stringContaining('80 ms'),
    });
  });

  test('the connection comes back with the next command', async () => {
    await device((line, _socket, connection) => `+OK ${connection} ${line}\n`);
    await send('A');
    const [first] = peer.sockets;
    first?.destroy();
    await vi.waitFor(async () =>
      expect(await send('B')).toMatchObject({ reply: { text: '+OK 2 B' } }),
    );
  });

  test('a device that closes after every reply is never waited for', async () => {
    await device((_line, socket) => {
      socket.end('+OK\n');
      return null;
    });
    for (let i = 1; i <= 3; i += 1) {
      expect(await send('A', { connectTimeoutMs: 90 })).toMatchObject({ outcome: 'ok' });
      const socket = peer.sockets[i - 1];
      if (!socket?.closed) await new Promise((resolve) => socket?.once('close', resolve));
    }
    expect(peer.sockets).toHaveLength(3);
  });

  test('while it backs off, a send waits where the wait fits, else fails and says when', async () => {
    const port = await refusedPort();
    peer = await openTcpPeer();
    const refused = await transport.send(to('127.0.0.1', port), sendOptions());
    expect(faultIn(refused).details['code']).toBe('ECONNREFUSED');

    const impatient = await transport.send(
      to('127.0.0.1', port),
      sendOptions({ connectTimeoutMs: 20 }),
    );
    expect(impatient).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(impatient)).toMatchObject({
      error_type: 'connection_refused',
      message: expect.stringMatching(/next try is in 0\.\d s/),
      details: { next_try_ms: expect.any(Number) },
    });

    const started = performance.now();
    const patient = await transport.send(to('127.0.0.1', port), sendOptions());
    expect(faultIn(patient).details['code']).toBe('ECONNREFUSED');
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  test('an abort while it backs off is cancelled', async () => {
    const port = await refusedPort();
    peer = await openTcpPeer();
    await transport.send(to('127.0.0.1', port), sendOptions());
    const stop = new AbortController();
    const waiting = transport.send(to('127.0.0.1', port), sendOptions({ signal: stop.signal }));
    stop.abort();
    expect(await waiting).toMatchObject({ outcome: 'cancelled' });
  });

  test('sends that come while it connects share one connection', async () => {
    await device((line) => `+OK ${line}\n`);
    const results = await Promise.all(Array.from({ length: 50 }, (_, i) => send(`N${i}`)));
    expect(results.map(({ reply }) => reply?.text)).toEqual(results.map((_, i) => `+OK N${i}`));
    expect(peer.sockets).toHaveLength(1);
  });

  test('a greeting that the rule tells to ignore answers nothing, whenever it comes', async () => {
    peer = await openTcpPeer((socket) => {
      socket.write('VERSION OK 29.0.0.49\r\n');
      socket.on('data', () => socket.write('TALLY OK 01\r\nFUNCTION OK Completed\r\n'));
    });
    const rule = { reply_prefix: 'FUNCTION OK', reply_ignore: ['VERSION', 'TALLY'] };
    const result = await transport.send(
      to('127.0.0.1', peer.port, 'FUNCTION Cut\r\n', rule),
      sendOptions(),
    );
    expect(result).toMatchObject({ outcome: 'ok', reply: { text: 'FUNCTION OK Completed' } });
    expect(unsolicited).toEqual(['VERSION OK 29.0.0.49', 'TALLY OK 01']);
  });
});
