import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OscCommand } from '#shared/domain/command.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { openDeafPeer, openTcpPeer, openUdpPeer, refusedPort } from '../peer-double.ts';
import { describeTransport, faultIn, sendOptions } from '../transport-conformance.ts';
import { encodeMessage } from './encode.ts';
import { framed } from './framing.ts';
import { OscTransport } from './index.ts';
import { slipFrame } from './slip.ts';

const deps = { clock: systemClock, log: createLog('silent') };
const over =
  (via: 'udp' | 'tcp') =>
  (host: string, port: number, change: Partial<OscCommand> = {}): OscCommand => ({
    transport: 'osc',
    via,
    host,
    port,
    address: '/location/1/0/1/press',
    args: [],
    success: null,
    idempotent: false,
    ...change,
  });
const overUdp = over('udp');
const overTcp = over('tcp');

describeTransport('osc over UDP', () => new OscTransport(deps), overUdp, {
  connects: false,
  awaitsReply: false,
});
describeTransport('osc over TCP', () => new OscTransport(deps), overTcp, {
  connects: true,
  awaitsReply: false,
});

describe('osc', () => {
  let transport: OscTransport;
  beforeEach(() => {
    transport = new OscTransport(deps);
  });
  afterEach(() => transport.close());

  test('over UDP a message is one datagram', async () => {
    const peer = await openUdpPeer();
    const command = overUdp('127.0.0.1', peer.port, { args: [{ type: 'i', value: 7 }] });
    expect(await transport.send(command, sendOptions())).toMatchObject({
      outcome: 'sent',
      reply: null,
    });
    expect(await peer.next()).toEqual(Buffer.from(encodeMessage(command)));
    await peer.close();
  });

  test('over TCP messages are framed, on one connection that comes back', async () => {
    let received = Buffer.alloc(0);
    const peer = await openTcpPeer((socket) => {
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
      });
    });
    const command = overTcp('127.0.0.1', peer.port, { args: [{ type: 'b', value: 'wNs=' }] });
    const frame = Buffer.from(slipFrame(encodeMessage(command)));
    for (let i = 0; i < 2; i += 1)
      expect(await transport.send(command, sendOptions())).toMatchObject({ outcome: 'sent' });
    await vi.waitFor(() => expect(received).toEqual(Buffer.concat([frame, frame])));
    expect(peer.sockets).toHaveLength(1);

    peer.sockets[0]?.destroy();
    await vi.waitFor(async () => {
      await transport.send(command, sendOptions());
      expect(peer.sockets).toHaveLength(2);
    });
    await peer.close();
  });

  test('over TCP a length stands before each message where the device wants it', async () => {
    let received = Buffer.alloc(0);
    const peer = await openTcpPeer((socket) => {
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
      });
    });
    const command = overTcp('127.0.0.1', peer.port, { framing: 'length' });
    expect(await transport.send(command, sendOptions())).toMatchObject({ outcome: 'sent' });
    const frame = Buffer.from(framed(encodeMessage(command), 'length'));
    await vi.waitFor(() => expect(received).toEqual(frame));
    await peer.close();
  });

  test('over TCP a connection that never completes is a time-out', async () => {
    const deaf = await openDeafPeer();
    const result = await transport.send(
      overTcp('127.0.0.1', deaf.port),
      sendOptions({ connectTimeoutMs: 60 }),
    );
    expect(faultIn(result).error_type).toBe('connection_timeout');
    await deaf.close();
  });

  test('over UDP a closed port never throws', async () => {
    const port = await refusedPort();
    const outcomes = new Set<string>();
    for (let i = 0; i < 50; i += 1)
      outcomes.add((await transport.send(overUdp('127.0.0.1', port), sendOptions())).outcome);
    expect(outcomes).toEqual(new Set(['sent', 'failed']));
  });

  test.each([
    ['an argument of another type', { args: [{ type: 'i' as const, value: 'x' }] }],
    ['an address that is none', { address: 'press' }],
  ])('%s is refused before anything leaves', async (_what, change) => {
    const result = await transport.send(overUdp('127.0.0.1', 9, change), sendOptions());
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result).error_type).toBe('validation_error');
  });
});
