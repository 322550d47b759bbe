import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProbeReportSchema } from '#shared/contract/probe.ts';
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
