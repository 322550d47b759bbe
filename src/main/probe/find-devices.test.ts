import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FindEvent, Found } from '#shared/contract/find.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createObsSimulator } from '../simulators/obs/obs-simulator.ts';
import { findDevices } from './find-devices.ts';
import { knownServices, type Knock } from './known-services.ts';

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(
    open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
});

/** On every address of this machine, as a device would. */
const listen = async (server: Server): Promise<number> => {
  open.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const greeter = (greeting: string | null) =>
  listen(
    createServer((socket) => {
      if (greeting !== null) socket.write(greeting);
    }),
  );

const httpSaying = (status: number, headers: Record<string, string>) =>
  listen(
    createHttp((_request, response) => {
      response.writeHead(status, headers).end('[]');
    }),
  );

const knockOf = (service: Found['service'], port: number, at = 0): Knock => {
  const known = knownServices().filter((each) => each.service === service)[at];
  if (!known) throw new Error(service);
  return { ...known, port };
};

const gather = async (
  services: readonly Knock[],
  more: Partial<Parameters<typeof findDevices>[0]> = {},
): Promise<FindEvent[]> => {
  const events: FindEvent[] = [];
  for await (const event of findDevices({
    clock: systemClock,
    hosts: ['127.0.0.1'],
    services,
    limitMs: 10_000,
    signal: new AbortController().signal,
    ...more,
  }))
    events.push(event);
  return events;
};

const foundIn = (events: readonly FindEvent[]): Found[] =>
  events.flatMap((event) => (event.type === 'found' ? [event.found] : []));

describe('looking for devices', () => {
  it('knows Companion with its version, Satellite, vMix, OBS and QLab by what they say', async () => {
    const satellite = await greeter('BEGIN CompanionVersion="5.1.0+1" ApiVersion="1.14.0"\n');
    const http = await httpSaying(200, { 'x-app': 'Bitfocus Companion' });
    const [companion, , surface] = knownServices({ satellite, companion: http });
    const vmix = await greeter('VERSION OK 27.0.0.49\r\n');
    const obs = await createObsSimulator({ log: createLog('silent') });
    onTestFinished(() => obs.close());
    const qlab = await greeter(null);
    if (!companion || !surface) throw new Error('not known');
    const events = await gather([
      companion,
      surface,
      knockOf('vmix', vmix, 1),
      knockOf('obs', obs.port),
      knockOf('qlab', qlab),
    ]);
    const found = foundIn(events).toSorted((a, b) => (a.what < b.what ? -1 : 1));
    expect(
      found.map(({ what, is_sure, connection_url }) => [what, is_sure, connection_url]),
    ).toEqual([
      ['Companion 5.1.0+1', true, `http://127.0.0.1:${http}`],
      ['Companion 5.1.0+1, by its Satellite port', true, `http://127.0.0.1:${http}`],
      ['OBS (obs-websocket 5.5.4)', true, `obs://127.0.0.1:${obs.port}`],
      ['takes connections at QLab’s port', false, `osc://127.0.0.1:${qlab}`],
      ['vMix 27.0.0.49', true, `tcp://127.0.0.1:${vmix}`],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'done', asked: 5, total: 5, is_whole: true });
  });

  it('finds nothing in what is something else', async () => {
    const web = await httpSaying(200, { server: 'nginx' });
    const mail = await greeter('220 mail.example.org ESMTP\r\n');
    const events = await gather([knockOf('companion', web), knockOf('satellite', mail)]);
    expect(foundIn(events)).toEqual([]);
  });

  it('asks a whole /24 on all known ports, and finds the one that is there', async () => {
    const port = await greeter('VERSION OK 27.0.0.49\r\n');
    const hosts = Array.from({ length: 254 }, (_, at) => `127.0.9.${at + 1}`).with(
      200,
      '127.0.0.1',
    );
    const services = knownServices().map((known) =>
      known.greets && known.service === 'vmix' ? { ...known, port } : known,
    );
    const events = await gather(services, { hosts });
    expect(foundIn(events)).toContainEqual(
      expect.objectContaining({ host: '127.0.0.1', what: 'vMix 27.0.0.49' }),
    );
    const done = events.at(-1);
    expect(done).toMatchObject({ type: 'done', asked: 254 * 7, is_whole: true });
    // Steps of a progress bar, not one event per port.
    expect(events.length).toBeLessThan(130);
  });

  it('never has more connections open than it may, and ends when the time is over', async () => {
    let now = 0;
    let most = 0;
    const port = await listen(
      createServer((socket) => {
        now += 1;
        most = Math.max(most, now);
        socket.on('close', () => (now -= 1));
      }),
    );
    const silent = { ...knockOf('vmix', port, 1), identify: () => null };
    const hosts = Array.from({ length: 60 }, () => '127.0.0.1');
    const events = await gather([silent], { hosts, atOnce: 5, limitMs: 900 });
    const done = events.at(-1);
    expect(done).toMatchObject({ type: 'done', total: 60, is_whole: false });
    expect(most).toBeGreaterThan(1);
    // A connection that ends here may be seen to end a moment later there.
    expect(most).toBeLessThanOrEqual(10);
  });

  it('closes every connection when its caller leaves', async () => {
    const port = await greeter(null);
    const [server] = open;
    const ending = new AbortController();
    const hosts = Array.from({ length: 500 }, () => '127.0.0.1');
    server?.once('connection', () => ending.abort());
    const events = await gather([knockOf('vmix', port, 1)], {
      hosts,
      atOnce: 4,
      signal: ending.signal,
    });
    expect(events.some(({ type }) => type === 'done')).toBe(false);
    await expect.poll(() => [...sockets].every((socket) => socket.destroyed)).toBe(true);
    expect(sockets.size).toBeLessThanOrEqual(8);
  });
});
