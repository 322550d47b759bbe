import { expect, test, vi } from 'vitest';
import type { Clock } from '../clock.ts';
import type { Flight } from './flight.ts';
import { Flights } from './flight.ts';
import { openTcpPeer, refusedPort } from './peer-double.ts';
import type { StreamEvents } from './stream-connection.ts';
import { StreamConnection } from './stream-connection.ts';
import { sendOptions } from './transport-conformance.ts';

/** A clock that passes only by being slept on; it keeps how long each sleep was. */
const sleepingClock = (): Clock & { time: number; slept: number[] } => ({
  time: 0,
  slept: [],
  now: () => 0,
  monotonic() {
    return this.time;
  },
  async sleep(ms) {
    this.slept.push(ms);
    this.time += ms;
  },
});

const quiet: StreamEvents = { onData() {}, onGone() {} };

const connectionTo = (port: number, clock: Clock, events = quiet) => {
  const flights = new Flights(clock);
  const at = { host: '127.0.0.1', port };
  const stream = new StreamConnection(at, clock, events);
  const start = (): Flight => flights.start(at, sendOptions({ connectTimeoutMs: 60_000 }));
  return { stream, start };
};

test('tries come apart: 100 ms, doubled, at most 5 s', async () => {
  const clock = sleepingClock();
  const { stream, start } = connectionTo(await refusedPort(), clock);
  for (let i = 0; i < 9; i += 1) {
    const flight = start();
    stream.sendUnanswered('x\n', flight);
    expect((await flight.landed).outcome).toBe('failed');
  }
  expect(clock.slept).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  await stream.close();
});

test.each([
  ['at once', 0, [100]],
  ['after it had lasted', 6000, []],
])('a connection lost %s, unused', async (_when, afterMs, slept) => {
  const clock = sleepingClock();
  const peer = await openTcpPeer();
  const gone = Promise.withResolvers<void>();
  const { stream, start } = connectionTo(peer.port, clock, {
    onData() {},
    onGone: () => gone.resolve(),
  });
  await new Promise<void>((open) => {
    stream.whenOpen(start(), open);
  });
  clock.time += afterMs;
  await vi.waitFor(() => expect(peer.sockets).toHaveLength(1));
  peer.sockets[0]?.destroy();
  await gone.promise;

  const again = start();
  stream.sendUnanswered('x\n', again);
  expect((await again.landed).outcome).toBe('sent');
  expect(clock.slept).toEqual(slept);
  await stream.close();
  await peer.close();
});
