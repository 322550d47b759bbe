import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UdpCommand } from '#shared/domain/command.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { openUdpPeer, refusedPort } from '../peer-double.ts';
import { describeTransport, faultIn, sendOptions } from '../transport-conformance.ts';
import { UdpTransport } from './index.ts';

const log = createLog('silent');
const to = (host: string, port: number, payload = 'LOCATION 1/0/1 PRESS'): UdpCommand => ({
  transport: 'udp',
  host,
  port,
  payload,
  success: null,
  idempotent: false,
});

describeTransport('udp', () => new UdpTransport({ clock: systemClock, log }), to, {
  connects: false,
  awaitsReply: false,
});

describe('udp', () => {
  let transport: UdpTransport;
  beforeEach(() => {
    transport = new UdpTransport({ clock: systemClock, log });
  });
  afterEach(() => transport.close());

  test.each(['127.0.0.1', 'localhost'])('a datagram to %s is sent as it is', async (host) => {
    const peer = await openUdpPeer();
    const first = await transport.send(to(host, peer.port, 'TEXT "Größe 🎬"'), sendOptions());
    expect(first).toMatchObject({ outcome: 'sent', reply: null });
    expect(first.timings.connect).not.toBeNull();
    expect((await peer.next()).toString()).toBe('TEXT "Größe 🎬"');
    const second = await transport.send(to(host, peer.port), sendOptions());
    expect(second.timings).toMatchObject({ connect: null, reply: null });
    await peer.close();
  });

  test('IPv6, with and without brackets', async () => {
    const peer = await openUdpPeer('::1');
    for (const host of ['::1', '[::1]'])
      expect(await transport.send(to(host, peer.port), sendOptions())).toMatchObject({
        outcome: 'sent',
      });
    await peer.next();
    await peer.next();
    await peer.close();
  });

  test('a closed port: the first is sent, the next may say so, none throws, all recovers', async () => {
    const port = await refusedPort();
    const warn = vi.fn<typeof log.warn>();
    const told = new UdpTransport({ clock: systemClock, log: { ...log, warn } });
    expect(await told.send(to('127.0.0.1', port), sendOptions())).toMatchObject({
      outcome: 'sent',
    });
    await vi.waitFor(() => expect(warn).toHaveBeenCalled());
    expect(warn.mock.lastCall).toEqual([
      expect.objectContaining({ host: '127.0.0.1', port, error_type: 'connection_refused' }),
      `Nothing listens at 127.0.0.1:${port}.`,
    ]);

    const burst = await Promise.all(
      Array.from({ length: 20 }, () => told.send(to('127.0.0.1', port), sendOptions())),
    );
    const refused = burst.filter(({ outcome }) => outcome === 'failed');
    expect(refused.length).toBeGreaterThan(0);
    for (const result of refused) {
      expect(result).toMatchObject({ ambiguous: false });
      expect(faultIn(result).error_type).toBe('connection_refused');
    }
    expect(warn.mock.calls.length).toBeLessThan(3);

    const peer = await openUdpPeer('127.0.0.1', port);
    await vi.waitFor(async () =>
      expect(await told.send(to('127.0.0.1', port, 'back'), sendOptions())).toMatchObject({
        outcome: 'sent',
      }),
    );
    expect((await peer.next()).toString()).toBe('back');
    await peer.close();
    await told.close();
  });

  test('more bytes than a datagram holds are refused before anything leaves', async () => {
    const result = await transport.send(to('127.0.0.1', 9, 'x'.repeat(65_508)), sendOptions());
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(result)).toMatchObject({
      error_type: 'validation_error',
      message: expect.stringContaining('65508'),
    });
  });

  test('a datagram as large as can be arrives', async () => {
    const peer = await openUdpPeer();
    await transport.send(to('127.0.0.1', peer.port, 'x'.repeat(65_507)), sendOptions());
    expect((await peer.next()).length).toBe(65_507);
    await peer.close();
  });

  test('a name is looked up once, and again after a while: the target may have moved', async () => {
    let now = 0;
    let moved = false;
    const resolve = vi.fn(async () =>
      moved ? { address: '::1', family: 6 } : { address: '127.0.0.1', family: 4 },
    );
    const clock = { ...systemClock, monotonic: () => now };
    const moving = new UdpTransport({ clock, log, resolve });
    const here = await openUdpPeer('127.0.0.1');
    const there = await openUdpPeer('::1', here.port);

    await moving.send(to('stage-box', here.port, 'one'), sendOptions());
    await moving.send(to('stage-box', here.port, 'two'), sendOptions());
    expect(resolve).toHaveBeenCalledTimes(1);
    expect((await here.next()).toString() + (await here.next()).toString()).toBe('onetwo');

    moved = true;
    now = 31_000;
    await moving.send(to('stage-box', here.port, 'three'), sendOptions());
    expect((await here.next()).toString()).toBe('three');
    await vi.waitFor(async () => {
      await moving.send(to('stage-box', here.port, 'four'), sendOptions());
      const arrived = await Promise.race([there.next(), systemClock.sleep(20)]);
      expect(arrived?.toString()).toBe('four');
    });

    resolve.mockRejectedValue(Object.assign(new Error('away'), { code: 'EAI_AGAIN' }));
    now = 90_000;
    expect(await moving.send(to('stage-box', here.port, 'five'), sendOptions())).toMatchObject({
      outcome: 'sent',
    });
    await Promise.all([moving.close(), here.close(), there.close()]);
  });
});
