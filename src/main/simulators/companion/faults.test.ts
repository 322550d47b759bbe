import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { connectLines, soon, startSimulator } from './simulator-fixture.ts';
import type { CompanionSimulator } from './companion-simulator.ts';

const press = (simulator: CompanionSimulator, signal: AbortSignal = soon()) =>
  fetch(`http://127.0.0.1:${simulator.ports.http}/api/location/1/0/0/press`, {
    method: 'POST',
    signal,
  });
const ran = (simulator: CompanionSimulator) =>
  simulator.received.filter((received) => received.ran).length;

test('http stall: the press runs and nobody hears of it', async () => {
  const simulator = await startSimulator();
  await simulator.setFaults({ http: 'stall' });
  const ending = new AbortController();
  const answer = press(simulator, ending.signal);
  await simulator.waitFor(({ action }) => action === 'press', soon());
  ending.abort();
  await expect(answer).rejects.toThrow(/abort/);
  expect(ran(simulator)).toBe(1);
});

test('http reset half way: headers come, the body does not', async () => {
  const simulator = await startSimulator();
  await simulator.setFaults({ http: 'reset-half-way' });
  const response = await press(simulator);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  expect(ran(simulator)).toBe(1);
});

test('http garbage: what comes is no HTTP', async () => {
  const simulator = await startSimulator();
  await simulator.setFaults({ http: 'garbage' });
  const socket = connect(simulator.ports.http, '127.0.0.1');
  socket.write('POST /api/location/1/0/0/press HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(await text(socket)).not.toMatch(/^HTTP/);
  expect(ran(simulator)).toBe(1);
});

test('http refuse: the port is closed, and open again when the fault ends', async () => {
  const simulator = await startSimulator();
  await simulator.setFaults({ http: 'refuse' });
  await expect(press(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await simulator.setFaults({});
  expect((await press(simulator)).status).toBe(200);
  expect(ran(simulator)).toBe(1);
});

test('tcp stall, close half way, split and late', async () => {
  const simulator = await startSimulator();
  const client = await connectLines(simulator.ports.tcp);
  const read = 'CUSTOM-VARIABLE counter GET-VALUE\n';
  await simulator.setFaults({ tcp: 'stall' });
  client.send('LOCATION 1/0/0 PRESS\n');
  await simulator.waitFor(({ action }) => action === 'press', soon());

  await simulator.setFaults({ tcp: 'split' });
  const pieces: number[] = [];
  client.socket.on('data', (data: Buffer) => pieces.push(data.byteLength));
  client.send('SURFACE emulator PAGE-SET 2\n');
  expect(await client.line()).toBe('+OK If emulator is connected');
  expect(pieces.length).toBeGreaterThan(1);

  await simulator.setFaults({ tcp: 'late' });
  const start = performance.now();
  client.send(read);
  expect(await client.line()).toBe('+OK 0');
  expect(performance.now() - start).toBeGreaterThan(42);

  await simulator.setFaults({ tcp: 'close-half-way' });
  const broken = connect(simulator.ports.tcp, '127.0.0.1');
  broken.write(read);
  expect(await text(broken)).toBe('+OK');
});

test('faults are set over HTTP, for a time where one is given', async () => {
  const simulator = await startSimulator();
  const put = (body: string) =>
    fetch(`http://127.0.0.1:${simulator.ports.http}/simulator/faults`, { method: 'PUT', body });
  expect((await put('{"http":"refuse"}')).status).toBe(400);
  expect((await put('{"http":"sulk"}')).status).toBe(400);
  expect((await put('not json')).status).toBe(400);
  const set = await put('{"http":"stall","for_ms":60000}');
  expect([set.status, await set.json()]).toEqual([200, { http: 'stall' }]);
  const ask = `http://127.0.0.1:${simulator.ports.http}/simulator/faults`;
  expect(await (await fetch(ask)).json()).toEqual({ http: 'stall' });

  expect((await put('{"http":"refuse","for_ms":30}')).status).toBe(200);
  const deadline = soon();
  let refusals = 0;
  const tryPress = async (): Promise<Response> => {
    try {
      return await press(simulator, deadline);
    } catch (error) {
      refusals += 1;
      await systemClock.sleep(5, deadline);
      if (deadline.aborted) throw error;
      return tryPress();
    }
  };
  expect((await tryPress()).status).toBe(200);
  expect(refusals).toBeGreaterThan(0);
});

test('closing ends what stalls', async () => {
  const simulator = await startSimulator();
  await simulator.setFaults({ http: 'stall', tcp: 'stall' });
  const socket = connect(simulator.ports.http, '127.0.0.1');
  const closed = once(socket, 'close', { signal: soon() });
  socket.on('error', () => undefined);
  socket.write('POST /api/location/1/0/0/press HTTP/1.1\r\nHost: a\r\n\r\n');
  await simulator.waitFor(({ action }) => action === 'press', soon());
  await simulator.close();
  await closed;
});
