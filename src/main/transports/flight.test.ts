import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { Flights } from './flight.ts';
import { faultIn, sendOptions } from './transport-conformance.ts';

const at = { host: '[::1]', port: 9 };

const steppingClock = (): Clock & { time: number } => ({
  time: 0,
  now: () => 0,
  monotonic() {
    return this.time;
  },
  sleep: () => Promise.resolve(),
});

test('times stand apart: connect, write, reply', async () => {
  const clock = steppingClock();
  const flight = new Flights(clock).start(at, sendOptions());
  flight.awaitConnection();
  clock.time = 5;
  flight.depart();
  clock.time = 7;
  flight.wrote();
  clock.time = 18;
  flight.land('ok', { text: '+OK' });
  expect(await flight.landed).toEqual({
    outcome: 'ok',
    reply: { text: '+OK' },
    timings: { connect: 5, write: 2, reply: 11 },
  });
});

test('on a connection that was open, connect is null; where none is awaited, so is reply', async () => {
  const clock = steppingClock();
  const flight = new Flights(clock).start(at, sendOptions());
  flight.depart();
  clock.time = 3;
  flight.wrote();
  flight.land('sent', null);
  expect((await flight.landed).timings).toEqual({ connect: null, write: 3, reply: null });
});

test('the first ending counts', async () => {
  const flight = new Flights(steppingClock()).start(at, sendOptions());
  flight.depart();
  flight.land('sent', null);
  flight.cancel();
  flight.failBy(new Error('late'));
  expect((await flight.landed).outcome).toBe('sent');
});

test('a connect time-out lets go, names the place and is not ambiguous', async () => {
  const flight = new Flights(steppingClock()).start(at, sendOptions({ connectTimeoutMs: 5 }));
  const why = new Promise((resolve) => {
    flight.letGo = resolve;
  });
  flight.awaitConnection();
  expect(await why).toBe('timeout');
  const result = await flight.landed;
  expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
  expect(faultIn(result)).toEqual({
    error_type: 'connection_timeout',
    message: '[::1]:9 did not accept a connection within 5 ms.',
    details: { host: '::1', port: 9, ambiguous: false, hint: expect.any(String) },
  });
});

test('a signal is left without listeners', async () => {
  const stop = new AbortController();
  const flight = new Flights(steppingClock()).start(at, sendOptions({ signal: stop.signal }));
  let letGo = 0;
  flight.letGo = () => {
    letGo += 1;
  };
  flight.depart();
  flight.land('sent', null);
  stop.abort();
  expect(letGo).toBe(0);
});
