import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import type { HardwareSimulator } from '../../simulators/hardware/hardware-simulator.ts';
import { decodePacket } from '../../transports/osc/decode.ts';
import { encodeMessage } from '../../transports/osc/encode.ts';
import { OscTransport } from '../../transports/osc/index.ts';
import { openUdpPeer, refusedPort, type UdpPeer } from '../../transports/peer-double.ts';
import { at, opened, receivedBy, simulateBackend, statusWhere } from '../hardware-fixture.ts';
import { OscBridgeClient } from './osc-bridge-client.ts';

let backend: HardwareSimulator;
let device: UdpPeer;
let port: number;
let file: string;

const makeBridge = (client_id = 'bridge', mapping_file = file): OscBridgeClient => {
  const log = createLog('silent');
  const osc = new OscTransport({ clock: systemClock, log });
  const client = new OscBridgeClient(
    { host: at(backend), game_id: 7, client_id, mapping_file },
    { log, osc },
  );
  onTestFinished(async () => {
    await client.stop();
    await osc.close();
  });
  return client;
};

const fromDevice = async (address: string, value: number): Promise<void> => {
  const socket = createSocket('udp4');
  const packet = encodeMessage({ address, args: [{ type: 'f', value }] });
  await new Promise((sent) => socket.send(packet, port, '127.0.0.1', sent));
  socket.close();
};

beforeEach(async () => {
  backend = await simulateBackend();
  device = await openUdpPeer();
  port = await refusedPort();
  const folder = await mkdtemp(join(tmpdir(), 'osc-client-'));
  file = join(folder, 'mapping.yaml');
  onTestFinished(async () => {
    await device.close();
    await rm(folder, { recursive: true });
  });
  await writeFile(
    file,
    `
osc: { receive: { port: ${port} }, send: { port: ${device.port} } }
to_osc: [ { when: { type: fader }, send: { address: "/fader/{id}", args: [{ type: f, field: v }] } } ]
to_websocket: [ { address: "/fader/*", send: { type: fader, fields: { id: { wildcard: 1 }, v: { arg: 1 } } } } ]
`,
  );
});

test('a message of the backend comes to the device, and what the device sends to the backend', async () => {
  const client = makeBridge();
  await opened(client);
  expect(backend.clients).toEqual([{ game_id: '7', client_type: 'osc', client_id: 'bridge' }]);
  backend.say({ type: 'fader', id: 'a', v: 0.5 });
  backend.say({ type: 'nobody knows this one' });
  expect(decodePacket(await device.next())).toEqual([
    { address: '/fader/a', types: 'f', values: [0.5] },
  ]);
  const received = receivedBy(backend, 'fader');
  await fromDevice('/fader/b', 0.25);
  expect(await received).toEqual({ type: 'fader', id: 'b', v: 0.25 });
  expect(client.status().rejected).toBe(0);
  expect(client.bridgeStatus()).toMatchObject({ osc_in: 1, osc_out: 1, unmatched_out: 1 });
});

test('two bridges on one backend do not chase one value in circles', async () => {
  const one = makeBridge('one');
  await opened(one);
  const itsFile = file.replace('mapping', 'other');
  await writeFile(
    itsFile,
    `
osc: { send: { port: ${port} } }
to_osc: [ { when: { type: fader }, send: { address: "/fader/{id}", args: [{ type: f, field: v }] } } ]
`,
  );
  // Sends back to the first one whatever the backend tells.
  const other = makeBridge('other', itsFile);
  await opened(other);
  await fromDevice('/fader/a', 0.5);
  // Round and round by way of the backend, which neither of them can see: until it is found to be a circle.
  await vi.waitFor(() => expect(one.bridgeStatus().loops_stopped).toBe(1), 5000);
  const { osc_in } = one.bridgeStatus();
  expect(osc_in).toBeGreaterThan(20);
  expect(osc_in).toBeLessThan(60);
  // Nothing is under way any more, and what is new is carried.
  const received = receivedBy(backend, 'fader');
  await fromDevice('/fader/b', 0.75);
  expect(await received).toMatchObject({ id: 'b' });
});

test('while the backend is away nothing listens, and nothing is sent late', async () => {
  const client = makeBridge();
  await opened(client);
  await backend.setFault('refuse');
  await vi.waitFor(() => expect(client.bridgeStatus().receiving).toBeNull());
  await fromDevice('/fader/b', 0.25);
  await backend.setFault(null);
  await statusWhere(client, ({ state }) => state === 'open');
  const received = receivedBy(backend, 'fader');
  await vi.waitFor(() => expect(client.bridgeStatus().receiving).not.toBeNull());
  await fromDevice('/fader/c', 0.5);
  expect(await received).toMatchObject({ id: 'c' });
});

test('a faulty mapping is known before the backend is there, and gone once it is corrected', async () => {
  await backend.setFault('refuse');
  await writeFile(file, 'to_osk: []');
  const client = makeBridge();
  client.start();
  await vi.waitFor(() => expect(client.bridgeStatus().mapping.faults).toHaveLength(1));
  expect(client.bridgeStatus().mapping.words).toContain('Line 1, column 1: "to_osk"');
  await writeFile(file, 'to_osc: []');
  await vi.waitFor(() => expect(client.bridgeStatus().mapping.faults).toEqual([]), 3000);
  expect(client.bridgeStatus().receiving).toBeNull();
});

test('a mapping file that is a bomb changes nothing, and the bridge goes on', async () => {
  const client = makeBridge();
  await opened(client);
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let i = 98; i < 109; i += 1) {
    const [before, name] = [String.fromCharCode(i - 1), String.fromCharCode(i)];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
  }
  await writeFile(file, bomb.join('\n'));
  await vi.waitFor(() => expect(client.bridgeStatus().mapping.faults).toHaveLength(1), 5000);
  expect(client.bridgeStatus().mapping.words).toMatch(/far too large.*stays in use/);
  backend.say({ type: 'fader', id: 'a', v: 0.5 });
  expect(decodePacket(await device.next())).toMatchObject([{ address: '/fader/a' }]);
});

test('stopped and started at once, it goes on watching its mapping file', async () => {
  await backend.setFault('refuse');
  const client = makeBridge();
  client.start();
  await vi.waitFor(() => expect(client.bridgeStatus().mapping.to_osc).toBe(1));
  const stopped = client.stop();
  client.start();
  await stopped;
  await statusWhere(client, ({ state }) => state === 'waiting');
  await writeFile(file, 'to_osk: []');
  await vi.waitFor(() => expect(client.bridgeStatus().mapping.faults).toHaveLength(1), 5000);
});

const watchers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap').length;

test('let in no more, it watches and listens no more', async () => {
  const before = watchers();
  const client = makeBridge();
  client.start();
  await statusWhere(client, ({ state }) => state === 'open');
  await vi.waitFor(() => expect(client.bridgeStatus().receiving).not.toBeNull());
  expect(watchers()).toBe(before + 1);
  await backend.setFault('auth');
  await vi.waitFor(() => expect(watchers()).toBe(before));
  expect(client.bridgeStatus().receiving).toBeNull();
});
