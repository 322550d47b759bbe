import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { connectLines, startSimulator } from './simulator-fixture.ts';

const place = { page: 1, row: 0, col: 0 };

test.each([
  ['LOCATION 1/0/0 PRESS', '+OK'],
  ['location 1/0/0 down', '+OK'],
  ['LOCATION 1/0/0 UP', '+OK'],
  ['LOCATION 1/0/0 ROTATE-LEFT', '+OK'],
  ['LOCATION 1/0/0 ROTATE-RIGHT', '+OK'],
  ['LOCATION 1/0/0 SET-STEP 2', '+OK'],
  ['LOCATION 1/0/0 SET-STEP 99', '-ERR Step out of range'],
  ['LOCATION 1/3/7 PRESS', '-ERR No control at location'],
  ['LOCATION 99/0/0 PRESS', '-ERR No control at location'],
  ['LOCATION a/b/c PRESS', '-ERR Syntax error'],
  ['LOCATION 1/0/0 STYLE TEXT', '+OK'],
  ['LOCATION 1/0/0 STYLE COLOR red', '-ERR Invalid color'],
  ['LOCATION 1/0/0 STYLE BGCOLOR ff0000', '-ERR Invalid color'],
  ['LOCATION 1/0/0 SHOUT', '-ERR Syntax error'],
  ['SURFACE emulator PAGE-SET 2', '+OK If emulator is connected'],
  ['SURFACE emulator PAGE-SET 99', '+OK Page not found'],
  ['SURFACE emulator PAGE-UP', '+OK If emulator is connected'],
  ['CUSTOM-VARIABLE test SET-VALUE a b', '+OK'],
  ['CUSTOM-VARIABLE none SET-VALUE a', '-ERR Unknown name'],
  ['CUSTOM-VARIABLE counter GET-VALUE', '+OK 0'],
  ['CUSTOM-VARIABLE scene GET-VALUE', '+OK ""'],
  ['CUSTOM-VARIABLE none GET-VALUE', '-ERR Variable not found'],
  ['SURFACES RESCAN', '+OK'],
  ['', '-ERR Syntax error'],
])('%s is answered %s', async (line, reply) => {
  const simulator = await startSimulator({ allowStyleChanges: false });
  const client = await connectLines(simulator.ports.tcp);
  client.send(`${line}\r\n`);
  expect(await client.line()).toBe(reply);
});

test('lines end in LF or CRLF, may come together or in pieces, and are answered in order', async () => {
  const simulator = await startSimulator();
  const client = await connectLines(simulator.ports.tcp);
  client.send('CUSTOM-VARIABLE test SET-VALUE one\nCUSTOM-VARIABLE test GET-VALUE\r\nLOCATI');
  expect(await client.line()).toBe('+OK');
  expect(await client.line()).toBe('+OK "one"');
  client.send('ON 1/3/7 PRESS\n');
  expect(await client.line()).toBe('-ERR No control at location');
});

test('a style that changes is told to every client, unasked, before the reply', async () => {
  const simulator = await startSimulator();
  const [writer, other] = [
    await connectLines(simulator.ports.tcp),
    await connectLines(simulator.ports.tcp),
  ];
  // The other one is known to be served once it has been answered.
  other.send('CUSTOM-VARIABLE counter GET-VALUE\n');
  await other.line();
  writer.send('LOCATION 1/0/0 STYLE BGCOLOR #102030\n');
  const told =
    '{"type":"bank_bg_change","page":1,"row":0,"column":0,"red":16,"green":32,"blue":48}';
  expect([await writer.line(), await writer.line()]).toEqual([told, '+OK']);
  expect(await other.line()).toBe(told);
  expect(simulator.button(place)?.style).toEqual({ bgcolor: 0x102030 });
});

test('a rescan is answered after the commands that came later', async () => {
  const simulator = await startSimulator();
  const client = await connectLines(simulator.ports.tcp);
  client.send('SURFACES RESCAN\nCUSTOM-VARIABLE counter GET-VALUE\n');
  expect([await client.line(), await client.line()]).toEqual(['+OK 0', '+OK']);
});

test('replies can be late, each by as much', async () => {
  const simulator = await startSimulator({ tcpReplyDelayMs: 43 });
  const client = await connectLines(simulator.ports.tcp);
  const start = performance.now();
  client.send('LOCATION 1/0/0 PRESS\nCUSTOM-VARIABLE counter GET-VALUE\n');
  expect([await client.line(), await client.line()]).toEqual(['+OK', '+OK 0']);
  expect(performance.now() - start).toBeGreaterThan(42);
});

test('a character split between two packets is corrupted', async () => {
  const simulator = await startSimulator();
  const client = await connectLines(simulator.ports.tcp);
  const bytes = Buffer.from('CUSTOM-VARIABLE test SET-VALUE é\n');
  client.socket.setNoDelay(true);
  client.send('CUSTOM-VARIABLE counter GET-VALUE\n');
  client.socket.write(bytes.subarray(0, -2));
  // The reply proves that what was written before it has been read.
  expect(await client.line()).toBe('+OK 0');
  const asker = await connectLines(simulator.ports.tcp);
  asker.send('CUSTOM-VARIABLE counter GET-VALUE\n');
  await asker.line();
  client.socket.write(bytes.subarray(-2));
  expect(await client.line()).toBe('+OK');
  expect(simulator.variables.get('test')).toBe('\ufffd\ufffd');
});

test('it refuses while it is off and has the same port again', async () => {
  const simulator = await startSimulator({ services: { tcp: false } });
  const refused = once(connect(simulator.ports.tcp, '127.0.0.1'), 'connect');
  await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await simulator.setService('tcp', true);
  const client = await connectLines(simulator.ports.tcp);
  client.send('LOCATION 1/0/0 PRESS\n');
  expect(await client.line()).toBe('+OK');
  await simulator.setService('tcp', false);
  expect(await client.line()).toBe('(closed)');
});

test('junk and an endless line harm nobody', async () => {
  const simulator = await startSimulator();
  const junk = await connectLines(simulator.ports.tcp);
  junk.send('\u0000\u0001\uffff\n');
  expect(await junk.line()).toBe('-ERR Syntax error');
  junk.send('x'.repeat(2_000_000));
  expect(await junk.line()).toBe('(closed)');
  const client = await connectLines(simulator.ports.tcp);
  client.send('LOCATION 1/0/0 PRESS\n');
  expect(await client.line()).toBe('+OK');
  expect(simulator.received[0]).toMatchObject({ action: 'unrecognised', ran: false });
});
