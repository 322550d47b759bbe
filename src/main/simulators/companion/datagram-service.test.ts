import osc from 'osc/src/osc.js';
import { expect, test } from 'vitest';
import { openDatagrams, soon, startSimulator } from './simulator-fixture.ts';
import type { CompanionSimulator, Received } from './companion-simulator.ts';

type Arg = { type: string; value: string | number };
const message = (address: string, ...args: Arg[]): Uint8Array =>
  osc.writeMessage({ address, args }, { metadata: true });
const int = (value: number): Arg => ({ type: 'i', value });
const string = (value: string): Arg => ({ type: 's', value });

const place = { page: 1, row: 0, col: 0 };
const last = (simulator: CompanionSimulator): Promise<Received> =>
  simulator.waitFor(({ action }) => action === 'rescan', soon());

test('UDP runs one command per datagram and never answers', async () => {
  const simulator = await startSimulator();
  const udp = openDatagrams(simulator.ports.udp);
  await udp.send('LOCATION 1/0/0 PRESS');
  await udp.send('LOCATION 1/0/1 STYLE TEXT Grüße\n');
  await udp.send('LOCATION 1/0/2 PRESS\nLOCATION 1/0/3 PRESS');
  await udp.send(Buffer.from([0xff, 0, 0xfe]));
  await udp.send('');
  await udp.send('CUSTOM-VARIABLE counter GET-VALUE');
  await udp.send('SURFACES RESCAN');
  await last(simulator);
  expect(simulator.received.map(({ action, ran }) => `${action} ${ran}`)).toEqual([
    'press true',
    'style true',
    'unrecognised false',
    'unrecognised false',
    'unrecognised false',
    'rescan true',
  ]);
  expect(simulator.button({ page: 1, row: 0, col: 1 })?.style.text).toBe('Grüße');
  expect(udp.answers).toHaveLength(0);
});

test('OSC runs each of its addresses, whatever the arguments of a press, and never answers', async () => {
  const simulator = await startSimulator();
  const client = openDatagrams(simulator.ports.osc);
  for (const packet of [
    message('/location/1/0/0/press', int(0)),
    message('/location/1/0/0/rotate-left'),
    message('/location/1/0/0/step', int(3)),
    message('/location/1/0/0/step'),
    message('/location/1/0/0/style/text', string('OSC')),
    message('/location/1/0/0/style/bgcolor', int(1), int(2), int(3)),
    message('/location/1/0/0/style/color', string('#0f0')),
    message('/location/1/0/0/style/color', string('red')),
    message('/location/1/3/7/press'),
    message('/custom-variable/counter/value', int(7)),
    message('/press/bank/1/1'),
    message('/surfaces/rescan'),
  ])
    await client.send(packet);
  await last(simulator);
  expect(simulator.received.map(({ action, ran }) => `${action} ${ran}`)).toEqual([
    'press true',
    'rotate-left true',
    'step true',
    'unrecognised false',
    'style true',
    'style true',
    'style true',
    'unrecognised false',
    'press false',
    'custom-variable true',
    'unrecognised false',
    'rescan true',
  ]);
  expect(simulator.button(place)).toMatchObject({
    step: 3,
    rotation: -1,
    style: { text: 'OSC', bgcolor: 0x010203, color: 0x00ff00 },
  });
  expect(simulator.variables.get('counter')).toBe(7);
  expect(client.answers).toHaveLength(0);
});

test('an OSC bundle runs at once, and junk is passed over', async () => {
  const simulator = await startSimulator();
  const client = openDatagrams(simulator.ports.osc);
  for (const junk of ['', 'junk', '/', '#bundle', '/location/1/0/0/press\0\0\0,iiii\0\0\0'])
    await client.send(junk);
  await client.send(Buffer.alloc(60_000, '#bundle\0'));
  await client.send(
    osc.writeBundle(
      {
        timeTag: { raw: [4_000_000_000, 0] },
        packets: [
          { address: '/location/1/0/0/down', args: [] },
          { address: '/surfaces/rescan', args: [] },
        ],
      },
      { metadata: true },
    ),
  );
  await last(simulator);
  expect(simulator.received.filter(({ ran }) => ran).map(({ action }) => action)).toEqual([
    'down',
    'rescan',
  ]);
  expect(simulator.button(place)?.pressed).toBe(true);
});

test('both are silent while they are off', async () => {
  const simulator = await startSimulator({ services: { udp: false, osc: false } });
  await openDatagrams(simulator.ports.udp).send('LOCATION 1/0/0 PRESS');
  await openDatagrams(simulator.ports.osc).send(message('/location/1/0/1/press'));
  await simulator.setService('udp', true);
  await simulator.setService('osc', true);
  await openDatagrams(simulator.ports.udp).send('LOCATION 1/0/2 PRESS');
  await openDatagrams(simulator.ports.osc).send(message('/location/1/0/3/press'));
  await simulator.waitFor(({ location }) => location === '1/0/2', soon());
  await simulator.waitFor(({ location }) => location === '1/0/3', soon());
  expect(simulator.received).toHaveLength(2);
});
