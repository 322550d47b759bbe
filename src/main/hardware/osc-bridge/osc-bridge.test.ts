import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { decodePacket } from '../../transports/osc/decode.ts';
import { encodeMessage, type OscMessage } from '../../transports/osc/encode.ts';
import { framed, type OscFraming } from '../../transports/osc/framing.ts';
import { OscTransport } from '../../transports/osc/index.ts';
import {
  openTcpPeer,
  openUdpPeer,
  refusedPort,
  type UdpPeer,
} from '../../transports/peer-double.ts';
import { troubleText } from '../hardware-trouble.ts';
import { OscBridge } from './osc-bridge.ts';

const sendUdp = async (port: number, bytes: Uint8Array): Promise<void> => {
  const socket = createSocket('udp4');
  await new Promise((sent) => socket.send(bytes, port, '127.0.0.1', sent));
  socket.close();
};
const press = (id: string, velocity = 127): OscMessage => ({
  address: `/buzzer/${id}/press`,
  args: [{ type: 'i', value: velocity }],
});
const oscIn = async (peer: UdpPeer) => decodePacket(await peer.next());

const loopMapping = (port: number, to: number): string => `
osc: { receive: { port: ${port} }, send: { port: ${to} } }
to_osc: [ { when: { type: fader }, send: { address: /fader, args: [{ type: f, field: v }] } } ]
to_websocket: [ { address: /fader, send: { type: fader, fields: { v: { arg: 1 } } } } ]
guards: { echo_ms: 2000, per_second: 50 }
`;
const fader = (value: number): Uint8Array =>
  encodeMessage({ address: '/fader', args: [{ type: 'f', value }] });

describe('the OSC bridge', () => {
  let folder: string;
  let file: string;
  let transport: OscTransport;
  let device: UdpPeer;
  let port: number;
  let sent: HardwareMessage[];
  let reports: string[];
  let bridge: OscBridge;

  const mapping = (
    change: { receive?: string; send?: string; guards?: string } = {},
  ): string => `
osc:
  receive: ${change.receive ?? `{ port: ${port} }`}
  send: ${change.send ?? `{ port: ${device.port} }`}
to_osc:
  - when: { type: light }
    send: { address: "/light/{color}", args: [{ type: bool, field: on }] }
to_websocket:
  - address: /buzzer/*/press
    send: { type: buzzer_pressed, fields: { buzzerId: { wildcard: 1 }, velocity: { arg: 1 } } }
guards: ${change.guards ?? '{ echo_ms: 2000, per_second: 50 }'}
`;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osc-bridge-'));
    file = join(folder, 'mapping.yaml');
    transport = new OscTransport({ clock: systemClock, log: createLog('silent') });
    device = await openUdpPeer();
    port = await refusedPort();
    sent = [];
    reports = [];
    bridge = new OscBridge(file, {
      clock: systemClock,
      osc: transport,
      send: (message) => sent.push(message),
      report: (trouble) => reports.push(troubleText(trouble)),
      changed: () => {},
    });
  });
  afterEach(async () => {
    await bridge.close();
    await transport.close();
    await device.close();
    await rm(folder, { recursive: true });
  });

  test('carries messages to OSC and OSC to messages, over UDP', async () => {
    await writeFile(file, mapping());
    await bridge.start();
    expect(bridge.status).toMatchObject({
      receiving: `udp 127.0.0.1:${port}`,
      sending: `udp 127.0.0.1:${device.port}`,
      mapping: { to_osc: 1, to_websocket: 1, faults: [], words: 'The mapping file is in use.' },
    });
    bridge.fromWebSocket({ type: 'light', color: 'red', on: true });
    expect(await oscIn(device)).toEqual([
      { address: '/light/red', types: 'T', values: [true] },
    ]);
    await sendUdp(port, encodeMessage(press('red')));
    await vi.waitFor(() =>
      expect(sent).toEqual([{ type: 'buzzer_pressed', buzzerId: 'red', velocity: 127 }]),
    );
    bridge.fromWebSocket({ type: 'nobody wants this' });
    expect(bridge.status).toMatchObject({ osc_in: 1, osc_out: 1, unmatched_out: 1, failed: 0 });
  });

  test.each<OscFraming>(['slip', 'length'])('over TCP with %s', async (framing) => {
    let received = Buffer.alloc(0);
    const peer = await openTcpPeer((socket) =>
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
      }),
    );
    const tcp = (to: number): string => `{ via: tcp, port: ${to}, framing: ${framing} }`;
    await writeFile(file, mapping({ receive: tcp(port), send: tcp(peer.port) }));
    await bridge.start();
    bridge.fromWebSocket({ type: 'light', color: 'red', on: false });
    const light = encodeMessage({ address: '/light/red', args: [{ type: 'F' }] });
    await vi.waitFor(() => expect(received).toEqual(Buffer.from(framed(light, framing))));

    const socket = connect(port, '127.0.0.1');
    const bytes = Buffer.concat(
      [press('a'), press('b')].map((message) => framed(encodeMessage(message), framing)),
    );
    socket.write(bytes.subarray(0, 13));
    await once(socket, 'connect');
    socket.write(bytes.subarray(13));
    await vi.waitFor(() => expect(sent.map(({ buzzerId }) => buzzerId)).toEqual(['a', 'b']));
    await Promise.all([once(socket, 'close'), bridge.stop()]);
    await peer.close();
  });

  test('a TCP client that speaks another framing is told of and let go', async () => {
    await writeFile(file, mapping({ receive: `{ via: tcp, port: ${port}, framing: length }` }));
    await bridge.start();
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(framed(encodeMessage(press('a')), 'slip'));
    await once(socket, 'close');
    expect(reports.join()).toContain('Is the framing "length"');
  });

  test('a port in use is said, tried again, and holds nothing else up', async () => {
    const other = await openUdpPeer('127.0.0.1', port);
    await writeFile(file, mapping());
    await bridge.start();
    expect(bridge.status.receiving).toBeNull();
    expect(bridge.status.listen_error).toContain(
      'another program has the port. End that program',
    );
    bridge.fromWebSocket({ type: 'light', color: 'red', on: true });
    expect(await oscIn(device)).toHaveLength(1);
    await other.close();
    await vi.waitFor(() => expect(bridge.status.receiving).not.toBeNull(), { timeout: 4000 });
    expect(bridge.status.listen_error).toBeNull();
  });

  test('what is no OSC is counted, and said once', async () => {
    await writeFile(file, mapping());
    await bridge.start();
    for (let i = 0; i < 20; i += 1) await sendUdp(port, Buffer.from('GET / HTTP/1.1\r\n'));
    await vi.waitFor(() => expect(bridge.status.failed).toBe(20));
    expect(reports).toHaveLength(1);
    await sendUdp(port, encodeMessage({ address: '/nobody', args: [] }));
    await vi.waitFor(() => expect(bridge.status.unmatched_in).toBe(1));
  });

  test('a field that is not there is said by rule and message', async () => {
    await writeFile(file, mapping());
    await bridge.start();
    bridge.fromWebSocket({ type: 'light', color: 'red' });
    expect(bridge.status).toMatchObject({ failed: 1, osc_out: 0 });
    expect(bridge.status.last_error).toContain('to_osc[0]');
    expect(bridge.status.last_error).toContain('"light": the message has no field on');
  });

  describe('a loop', () => {
    test('a message that came from OSC is not sent back there', async () => {
      await writeFile(file, loopMapping(port, device.port));
      await bridge.start();
      await sendUdp(port, fader(0.1));
      await vi.waitFor(() => expect(sent).toHaveLength(1));
      // The backend relays it to all, the bridge included.
      bridge.fromWebSocket({ ...first(sent), sender_id: 'backend' });
      expect(bridge.status).toMatchObject({ loops_stopped: 1, osc_out: 0 });
      // Somebody else's value goes through.
      bridge.fromWebSocket({ type: 'fader', v: 0.7 });
      expect(await oscIn(device)).toMatchObject([{ address: '/fader' }]);
    });

    test('OSC that came from a message is not sent back either', async () => {
      await writeFile(file, loopMapping(port, device.port));
      await bridge.start();
      bridge.fromWebSocket({ type: 'fader', v: 0.1 });
      // The device confirms what it got.
      await sendUdp(port, await device.next());
      await vi.waitFor(() => expect(bridge.status.loops_stopped).toBe(1));
      expect(sent).toEqual([]);
    });

    test('one whose values change runs no faster than the rate, and is said', async () => {
      await writeFile(file, loopMapping(port, device.port));
      await bridge.start();
      for (let v = 0; v < 200; v += 1) bridge.fromWebSocket({ type: 'fader', v });
      const { rate_stopped } = bridge.status;
      expect(rate_stopped).toBeGreaterThanOrEqual(140);
      expect(rate_stopped).toBeLessThanOrEqual(150);
      expect(reports).toEqual([expect.stringContaining('more than 50 times a second')]);
    });
  });

  describe('a file that changes', () => {
    test('is read again; a bad one keeps the old mapping and says so', async () => {
      await writeFile(file, mapping());
      await bridge.start();
      await writeFile(file, mapping().replace('/light/{color}', '/lamp/{color}'));
      await vi.waitFor(() => {
        bridge.fromWebSocket({ type: 'light', color: 'red', on: true });
        expect(bridge.status.mapping.loaded_at).not.toBeNull();
        return oscIn(device).then(([osc]) => expect(osc?.address).toBe('/lamp/red'));
      }, 3000);

      await writeFile(file, mapping().replace('type: bool', 'type: boole'));
      await vi.waitFor(() => expect(bridge.status.mapping.faults).toHaveLength(1), 3000);
      expect(bridge.status.mapping).toMatchObject({
        to_osc: 1,
        faults: [{ line: 7, path: 'to_osc[0].send.args[0].type' }],
        words: expect.stringContaining('The mapping from before stays in use.'),
      });
      expect(bridge.status.receiving).not.toBeNull();
      bridge.fromWebSocket({ type: 'light', color: 'blue', on: true });
      await vi.waitFor(async () =>
        expect((await oscIn(device))[0]?.address).toBe('/lamp/blue'),
      );
    });

    test('is noticed where an editor puts a new file in its place, or writes it later', async () => {
      await bridge.start();
      expect(bridge.status.mapping.faults).toMatchObject([
        { message: expect.stringContaining('There is no file') },
      ]);
      await writeFile(`${file}.new`, mapping());
      await rename(`${file}.new`, file);
      await vi.waitFor(() => expect(bridge.status.receiving).not.toBeNull(), 3000);
    });

    test('moves to another port, and stays where that one is taken', async () => {
      await writeFile(file, mapping());
      await bridge.start();
      const next = await refusedPort();
      await writeFile(file, mapping({ receive: `{ port: ${next} }` }));
      await vi.waitFor(() => expect(bridge.status.receiving).toContain(`:${next}`), 3000);
      await writeFile(file, mapping({ receive: `{ host: 0.0.0.0, port: ${next} }` }));
      await vi.waitFor(() => expect(bridge.status.receiving).toContain('0.0.0.0'), 3000);

      // An address that this machine does not have, at the port that is ours: it was let go of, and is taken again.
      await writeFile(file, mapping({ receive: `{ host: 203.0.113.7, port: ${next} }` }));
      await vi.waitFor(() => expect(bridge.status.mapping.faults).toHaveLength(1), 3000);
      expect(bridge.status.mapping.faults[0]?.message).toContain('has no such address');
      expect(bridge.status.receiving).toContain(`0.0.0.0:${next}`);

      const taken = await openUdpPeer();
      await writeFile(file, mapping({ receive: `{ port: ${taken.port} }` }));
      const fault = {
        line: 3,
        path: 'osc.receive',
        message: expect.stringContaining('has the port'),
      };
      await vi.waitFor(() => expect(bridge.status.mapping.faults).toMatchObject([fault]), 3000);
      expect(bridge.status.receiving).toContain(`0.0.0.0:${next}`);
      await sendUdp(next, encodeMessage(press('a')));
      await vi.waitFor(() => expect(sent).toHaveLength(1));
      await taken.close();
    });
  });

  test('stopped, it lets go of the port, and may be started again', async () => {
    await writeFile(file, mapping({ receive: `{ via: tcp, port: ${port} }` }));
    await bridge.start();
    await bridge.stop();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    await bridge.start();
    expect(bridge.status.receiving).not.toBeNull();
  });
});

const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('There is none.');
  return one;
};
