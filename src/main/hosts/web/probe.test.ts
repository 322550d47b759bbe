import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProbeReportSchema } from '#shared/contract/probe.ts';
import { NetworksSchema } from '#shared/contract/find.ts';
import { systemClock } from '../../clock.ts';
import { findingOf } from '../finding.ts';
import { startTestHost } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());

const put = (device_id: string, more: object) =>
  host.api(`/api/devices/${device_id}`, {
    method: 'PUT',
    body: JSON.stringify({ device_id, device_type: 'virtual_surface', ...more }),
  });

const probe = (device_id: string, headers: Record<string, string> = {}) =>
  host.api(`/api/devices/${device_id}/probe`, { method: 'POST', headers });

test('a device is probed over REST, and what that proves is told to the engine', async () => {
  const companion = createServer((_request, response) => {
    response.writeHead(200, { 'x-app': 'Bitfocus Companion' });
    response.end('[]');
  }).listen(0, '127.0.0.1');
  await once(companion, 'listening');
  const address = companion.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    await put('dev', { connection_url: `http://127.0.0.1:${address.port}` });
    const answer = await probe('dev');
    expect(answer.status).toBe(200);
    const report = ProbeReportSchema.parse(answer.json());
    expect(report.services[0]).toMatchObject({ service: 'http', state: 'on' });
    expect(host.engine.probes).toEqual(['dev']);
  } finally {
    companion.close();
  }
});

test('a group, an unknown device and an agent are told why not', async () => {
  await put('both', { group: { mode: 'mirror', device_ids: ['dev'] } });
  expect(await probe('both')).toMatchObject({ status: 400 });
  expect(await probe('nobody')).toMatchObject({ status: 404 });
  expect(await probe('dev', { 'x-agent-id': 'cam' })).toMatchObject({ status: 403 });
});

test('what may be asked is told before anything is, and to no agent', async () => {
  const answer = await host.api('/api/networks');
  expect(answer.status).toBe(200);
  const { networks, ports } = NetworksSchema.parse(answer.json());
  expect(networks[0]).toMatchObject({ id: '127.0.0.1', hosts: 1 });
  for (const { id, hosts } of networks) {
    expect(id).toMatch(/^(127\.0\.0\.1$|10\.|172\.|192\.168\.)/);
    expect(hosts).toBeLessThanOrEqual(254);
  }
  expect(ports.map(({ port }) => port)).toEqual([8000, 8888, 16622, 8088, 8099, 4455, 53_000]);
  const agent = { headers: { 'x-agent-id': 'cam' } };
  expect(await host.api('/api/networks', agent)).toMatchObject({ status: 403 });
});

test('only networks of this machine are asked', () => {
  const { find } = findingOf(systemClock);
  const { signal } = new AbortController();
  for (const id of ['8.8.8.0/24', '10.0.0.0/8', '127.0.0.0/24', ''])
    expect(() => find([id], signal), id).toThrow(/none of this machine/);
});
