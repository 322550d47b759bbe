import { once } from 'node:events';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createObsSimulator } from '../simulators/obs/obs-simulator.ts';
import { probeDevice, probeTarget, type ProbeTarget } from './probe-device.ts';

const open: (Server | HttpServer)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(
    open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
});

const listen = async (server: Server | HttpServer): Promise<number> => {
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

/** A port that nobody listens on any more. */
const closedPort = async (): Promise<number> => {
  const port = await listen(createTcp());
  await new Promise((resolve) => open.pop()?.close(resolve));
  return port;
};

interface Asked {
  method: string | undefined;
  url: string | undefined;
}

const companionHttp = (status: number, asked: Asked[] = []) =>
  listen(
    createHttp(({ method, url }, response) => {
      asked.push({ method, url });
      response.writeHead(status, { 'X-App': 'Bitfocus Companion' });
      response.end('[]');
    }),
  );

/** Says `greeting` to whoever connects, and keeps what it is told. */
const greeter = (greeting: string | null, told: string[] = []) =>
  listen(
    createTcp((socket) => {
      socket.on('data', (data) => told.push(data.toString()));
      if (greeting !== null) socket.write(greeting);
    }),
  );

const probe = async (target: Omit<ProbeTarget, 'host' | 'tls'>) =>
  probeDevice(systemClock, 'dev', { host: '127.0.0.1', tls: false, ...target });

describe('a probe', () => {
  it('finds Companion and its version, and sends nothing that acts', async () => {
    const asked: Asked[] = [];
    const told: string[] = [];
    const { report, reached, answered_ms } = await probe({
      http: await companionHttp(200, asked),
      satellite: await greeter(
        'BEGIN CompanionVersion="5.1.0+1234" ApiVersion="1.14.0"\nCAPS SUBSCRIPTIONS=0\n',
        told,
      ),
      tcp: await closedPort(),
      osc: 12321,
    });
    expect(report).toMatchObject({
      what: 'Companion 5.1.0+1234',
      companion_version: '5.1.0+1234',
      satellite_api: '1.14.0',
    });
    expect(report.services.map(({ service, state }) => [service, state])).toEqual([
      ['http', 'on'],
      ['satellite', 'on'],
      ['tcp', 'closed'],
      ['osc', 'unproved'],
    ]);
    expect(reached).toBe(true);
    expect(answered_ms).toBeGreaterThan(0);
    expect(asked).toEqual([{ method: 'GET', url: '/api/connections' }]);
    expect(told).toEqual([]);
  });

  it('tells a Companion whose HTTP API is off from one that is away', async () => {
    const off = await probe({ http: await companionHttp(403) });
    expect(off.report.services[0]).toMatchObject({ state: 'off' });
    expect(off.report.what).toBe('Companion, version not told');
    expect(off.reached).toBe(true);

    const away = await probe({ http: await closedPort(), satellite: await closedPort() });
    expect(away.report).toMatchObject({ what: 'nothing answers', companion_version: null });
    expect(away.report.services[0]).toMatchObject({
      state: 'closed',
      words: 'connection refused',
    });
    expect(away.reached).toBe(false);
  });

  it('is not taken in by another server', async () => {
    const http = await listen(createHttp((_request, response) => response.end('hello')));
    const satellite = await greeter('220 mail.example.org ESMTP\r\n');
    const { report } = await probe({ http, satellite });
    expect(report).toMatchObject({
      what: 'an HTTP server, not Companion',
      companion_version: null,
    });
  });

  it('tells what greets by itself and what only connects', async () => {
    const greeted = await probe({ tcp: await greeter('VERSION OK 27.0.0.49\r\n') });
    expect(greeted.report.what).toBe('something that greets: VERSION OK 27.0.0.49');
    const told: string[] = [];
    const quiet = await probe({ tcp: await greeter(null, told) });
    expect(quiet.report.services[0]).toMatchObject({ state: 'connects' });
    expect(quiet.reached).toBe(true);
    expect(told).toEqual([]);
  });

  it('ends in time where somebody takes the connection and never answers', async () => {
    const from = performance.now();
    const { report, reached } = await probe({
      http: await greeter(null),
      satellite: await greeter('no line end'),
    });
    expect(report.services.map(({ state }) => state)).toEqual(['silent', 'on']);
    expect(reached).toBe(true);
    expect(performance.now() - from).toBeLessThan(3000);
  });

  it('is not flooded by a greeting without an end', async () => {
    const { report } = await probe({ satellite: await greeter('x'.repeat(1_000_000)) });
    expect(report.services[0]?.words.length).toBeLessThanOrEqual(120);
  });
});

describe('a probe of OBS', () => {
  it('knows it by its Hello, says whether it asks for a password, and signs in nowhere', async () => {
    const simulator = await createObsSimulator({ log: createLog('silent'), password: 'word' });
    const found = await probe({ obs: simulator.port });
    await simulator.close();
    expect(found.report).toMatchObject({
      what: 'OBS (obs-websocket 5.5.4)',
      obs_version: '5.5.4',
      services: [{ service: 'obs', state: 'on', words: expect.stringContaining('a password') }],
    });
    expect(found.reached).toBe(true);
    expect(found.answered_ms).toBeGreaterThan(0);
    expect(simulator.sessions).toBe(0);
  });

  it('is not taken in by another server, and tells one that is away', async () => {
    const web = await listen(createHttp((_request, response) => response.end('hello')));
    expect(await probe({ obs: web })).toMatchObject({
      reached: true,
      report: { obs_version: null, services: [{ state: 'connects' }] },
    });
    expect(await probe({ obs: await closedPort() })).toMatchObject({
      reached: false,
      report: { what: 'nothing answers', services: [{ state: 'closed' }] },
    });
  });
});

describe('where a probe knocks', () => {
  const config = BridgeConfigSchema.parse({});
  const target = (more: object) =>
    probeTarget(
      DeviceSchema.parse({ device_id: 'd', device_type: 'x', ...more }),
      config,
      null,
    );

  it('is the show’s Companion, or the device’s own address and no other service there', () => {
    expect(target({})).toMatchObject({ host: '127.0.0.1', http: 8000, satellite: 16622 });
    expect(target({ connection_url: 'https://[fe80::1]:8443' })).toMatchObject({
      host: 'fe80::1',
      tls: true,
      http: 8443,
    });
    expect(target({ connection_url: 'tcp://10.0.0.5:8099' })).toEqual({
      host: '10.0.0.5',
      tls: false,
      tcp: 8099,
    });
    expect(target({ connection_url: 'obs://10.0.0.5:4455' })).toEqual({
      host: '10.0.0.5',
      tls: false,
      obs: 4455,
    });
    expect(target({ connection_url: 'udp://10.0.0.5:9000' })).toEqual({
      host: '10.0.0.5',
      tls: false,
      udp: 9000,
    });
  });
});
