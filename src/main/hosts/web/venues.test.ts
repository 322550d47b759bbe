import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { DeviceSchema } from '#shared/contract/device.ts';
import { RetargetedSchema } from '#shared/contract/venue.ts';
import { startTestHost } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());

const bridge = {
  protocol: 'http',
  host: '10.1.0.1',
  port: 8000,
  osc_port: 12321,
  tcp_port: 16759,
  udp_port: 16759,
};
const studio = {
  venue_name: 'studio_b',
  devices: { mixer: 'osc://10.1.0.7:10023', server: null, gone: null },
  bridge,
};

const call = (method: string, path: string, body?: object, headers = {}) =>
  host.api(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });

const urlOf = async (id: string): Promise<unknown> =>
  DeviceSchema.parse((await call('GET', `/api/devices/${id}`)).json()).connection_url;

beforeEach(async () => {
  host.texts.clear();
  for (const [device_id, connection_url] of [
    ['mixer', 'osc://10.0.0.7:10023'],
    ['server', 'tcp://10.0.0.8:9250'],
    ['lights', 'udp://10.0.0.9:9000'],
  ])
    await call('PUT', `/api/devices/${device_id}`, {
      device_id,
      device_type: 'x',
      connection_url,
      observe_only: device_id === 'lights',
    });
  await call('PUT', '/api/venues/studio_b', studio);
});

test('going to a venue retargets devices and bridge in one step, and the answer leads back', async () => {
  expect(JSON.parse(host.texts.get('mcr:companion:venue:studio_b') ?? '')).toEqual(studio);
  const answer = await call('POST', '/api/venues/studio_b/apply');
  expect(answer.status).toBe(200);
  const there = RetargetedSchema.parse(answer.json());
  expect(there).toMatchObject({
    devices: ['mixer', 'server'],
    bridge: true,
    missing: ['gone'],
  });
  expect(await urlOf('mixer')).toBe('osc://10.1.0.7:10023');
  expect(await urlOf('server')).toBeNull();
  expect(await urlOf('lights')).toBe('udp://10.0.0.9:9000');
  expect((await call('GET', '/api/config')).json()).toMatchObject(bridge);

  const back = await call('POST', '/api/retarget', there.before);
  expect(back.status).toBe(200);
  expect(await urlOf('mixer')).toBe('osc://10.0.0.7:10023');
  expect(await urlOf('server')).toBe('tcp://10.0.0.8:9250');
  expect((await call('GET', '/api/config')).json()).toMatchObject({ host: '127.0.0.1' });
});

const clientAt = (at: string) => ({
  kind: 'generic',
  client_type: 'desk',
  host: at,
  game_id: 1,
  enabled: false,
});

test('hardware clients go along, to the hosts of their backends', async () => {
  await call('PUT', '/api/hardware/desk%2F1', clientAt('10.0.0.5:8000'));
  await call('PUT', '/api/hardware/other', clientAt('10.0.0.6:8000'));
  const hostOf = async (id: string): Promise<unknown> =>
    z.looseObject({ host: z.string() }).parse((await call('GET', `/api/hardware/${id}`)).json())
      .host;
  const hardware = { 'desk/1': '10.1.0.5:8000', gone: 'nowhere:1' };
  await call('PUT', '/api/venues/studio_b', { ...studio, hardware });
  const there = RetargetedSchema.parse(
    (await call('POST', '/api/venues/studio_b/apply')).json(),
  );
  expect(there).toMatchObject({ hardware: ['desk/1'], missing: ['gone', 'gone'] });
  expect(await hostOf('desk%2F1')).toBe('10.1.0.5:8000');
  expect(await hostOf('other')).toBe('10.0.0.6:8000');
  expect(await call('POST', '/api/retarget', there.before)).toMatchObject({ status: 200 });
  expect(await hostOf('desk%2F1')).toBe('10.0.0.5:8000');
  const wrong = { ...studio, hardware: { 'desk/1': 'ws://10.0.0.5' } };
  expect(await call('PUT', '/api/venues/studio_b', wrong)).toMatchObject({ status: 400 });
});

test('where one write fails everything stays as it was', async () => {
  const { store } = host;
  const put = store.put.bind(store);
  store.put = (kind, name, ...rest) => {
    if (kind === 'config') throw new Error('the store broke');
    return put(kind, name, ...rest);
  };
  try {
    expect(await call('POST', '/api/venues/studio_b/apply')).toMatchObject({ status: 500 });
  } finally {
    store.put = put;
  }
  expect(await urlOf('mixer')).toBe('osc://10.0.0.7:10023');
  expect(await urlOf('server')).toBe('tcp://10.0.0.8:9250');
});

test('an address that is none is told, and agents change neither venue nor observed devices', async () => {
  const wrong = { ...studio, devices: { mixer: '10.0.0.5' } };
  expect(await call('PUT', '/api/venues/studio_b', wrong)).toMatchObject({ status: 400 });
  expect(await call('POST', '/api/venues/nowhere/apply')).toMatchObject({ status: 404 });
  const agent = { 'x-agent-id': 'cam' };
  expect(await call('POST', '/api/venues/studio_b/apply', undefined, agent)).toMatchObject({
    status: 403,
  });
  const lifted = { device_id: 'lights', device_type: 'x' };
  expect(await call('PUT', '/api/devices/lights', lifted, agent)).toMatchObject({
    status: 403,
  });
  expect(await call('PUT', '/api/devices/lights', lifted)).toMatchObject({ status: 200 });
});
