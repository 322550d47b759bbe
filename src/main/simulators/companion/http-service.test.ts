import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { soon, startSimulator } from './simulator-fixture.ts';

const open = async (options: Parameters<typeof startSimulator>[0] = {}) => {
  const simulator = await startSimulator(options);
  const base = `http://127.0.0.1:${simulator.ports.http}`;
  const call = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await fetch(`${base}${path}`, { method, ...init });
    return {
      status: response.status,
      text: await response.text(),
      app: response.headers.get('x-app'),
      headers: response.headers,
    };
  };
  return { simulator, call };
};

const JSON_TYPE = { 'content-type': 'application/json' };

test.each(['press', 'down', 'up', 'rotate-left', 'rotate-right'])(
  '%s answers ok where there is a button and an empty 204 where there is none',
  async (verb) => {
    const { simulator, call } = await open();
    const done = await call('POST', `/api/location/1/0/0/${verb}`);
    expect(done).toMatchObject({ status: 200, text: 'ok', app: 'Bitfocus Companion' });
    for (const place of ['1/3/7', '11/0/0', '0/0/0', 'x/0/0', '1/-1/0']) {
      const none = await call('POST', `/api/location/${place}/${verb}`);
      expect(none).toMatchObject({ status: 204, text: '', app: 'Bitfocus Companion' });
    }
    expect(simulator.received.map(({ location, action }) => `${action} ${location}`)).toEqual([
      `${verb} 1/0/0`,
      `${verb} 1/3/7`,
      `${verb} 11/0/0`,
      `${verb} 0/0/0`,
      `${verb} NaN/0/0`,
      `${verb} 1/-1/0`,
    ]);
    expect(simulator.received.filter(({ ran }) => ran)).toHaveLength(verb === 'up' ? 0 : 1);
  },
);

test('step takes its number from the query alone', async () => {
  const { simulator, call } = await open();
  expect(await call('POST', '/api/location/1/0/0/step?step=2')).toMatchObject({ text: 'ok' });
  expect(simulator.button({ page: 1, row: 0, col: 0 })?.step).toBe(2);
  for (const path of ['step', 'step?step=0', 'step?step=99', 'step?step=two'])
    expect(await call('POST', `/api/location/1/0/0/${path}`)).toMatchObject({
      status: 400,
      text: 'Bad step',
    });
  const body = { headers: JSON_TYPE, body: '{"step":1}' };
  expect(await call('POST', '/api/location/1/0/0/step', body)).toMatchObject({ status: 400 });
  expect(await call('POST', '/api/location/1/3/7/step?step=1')).toMatchObject({ status: 204 });
});

test('style reads query, JSON and form, and the query wins', async () => {
  const { simulator, call } = await open();
  const style = () => simulator.button({ page: 1, row: 0, col: 0 })?.style;
  await call('POST', '/api/location/1/0/0/style?text=Query&color=%23f00', {
    headers: JSON_TYPE,
    body: '{"text":"Body","bgcolor":255,"size":"auto","alignment":"left:top"}',
  });
  expect(style()).toEqual({
    text: 'Query',
    color: 0xff0000,
    bgcolor: 0xff,
    size: 'auto',
    alignment: 'left:top',
  });
  await call('POST', '/api/location/1/0/0/style', {
    body: new URLSearchParams({ text: 'Form é', size: '18pt', png64: '' }),
  });
  expect(style()).toMatchObject({ text: 'Form é', size: 18, png64: null });
});

test('a style that is not understood, or not allowed, is answered ok and ignored', async () => {
  const { simulator, call } = await open();
  for (const query of ['bgcolor=ff0000', 'bgcolor=red', 'color=16711680'])
    expect(await call('POST', `/api/location/1/0/0/style?${query}`)).toMatchObject({
      status: 200,
      text: 'ok',
    });
  expect(simulator.received.every(({ ran }) => !ran)).toBe(true);
  expect(await call('POST', '/api/location/1/3/7/style?text=a')).toMatchObject({ status: 204 });

  const locked = await open({ allowStyleChanges: false });
  expect(await locked.call('POST', '/api/location/1/0/0/style?text=Hi')).toMatchObject({
    status: 200,
    text: 'ok',
  });
  expect(locked.simulator.button({ page: 1, row: 0, col: 0 })?.style).toEqual({});
  expect(locked.simulator.received[0]).toMatchObject({ ran: false });
});

test('a custom variable takes a query, plain text, or exactly application/json', async () => {
  const { simulator, call } = await open();
  const path = '/api/custom-variable/test/value';
  const post = (init: RequestInit) => call('POST', path, init);
  expect(await call('POST', `${path}?value=a%20b`)).toMatchObject({ status: 200, text: 'ok' });
  expect((await call('GET', path)).text).toBe('a b');
  await post({ headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: ' plain ' });
  expect(simulator.variables.get('test')).toBe('plain');
  await post({ headers: JSON_TYPE, body: '{"a":[1]}' });
  expect((await call('GET', path)).text).toBe('{"a":[1]}');
  expect((await call('GET', '/api/variable/custom/test/value')).text).toBe('{"a":[1]}');
  await post({ headers: JSON_TYPE, body: '7' });
  expect((await call('GET', path)).text).toBe('7');
  const noValue = { status: 400, text: 'No value' };
  const charset = { 'content-type': 'application/json; charset=utf-8' };
  expect(await post({ headers: charset, body: '{"a":1}' })).toMatchObject(noValue);
  expect(await post({})).toMatchObject(noValue);
  expect(await post({ body: new URLSearchParams({ value: 'x' }) })).toMatchObject(noValue);
  const unknown = await call('POST', '/api/custom-variable/none/value?value=1');
  expect(unknown).toMatchObject({ status: 404, text: 'Not found' });
  expect(await call('GET', '/api/custom-variable/none/value')).toMatchObject({ status: 404 });
  expect(await call('GET', '/api/variable/internal/none/value')).toMatchObject({ status: 404 });
});

test('the health probe answers 200 with a list, and 403 while the HTTP API is off', async () => {
  const { simulator, call } = await open();
  const up = await call('GET', '/api/connections');
  expect([up.status, JSON.parse(up.text)]).toEqual([200, []]);
  await simulator.setService('http', false);
  for (const [method, path] of [
    ['GET', '/api/connections'],
    ['POST', '/api/location/1/0/0/press'],
  ] as const)
    expect(await call(method, path)).toMatchObject({
      status: 403,
      text: '',
      app: 'Bitfocus Companion',
    });
  expect(simulator.received).toHaveLength(0);
  await simulator.setService('http', true);
  expect((await call('POST', '/api/location/1/0/0/press')).status).toBe(200);
});

test('a body over 100 kB is answered 413, sent whole or in chunks', async () => {
  const { call } = await open();
  const big = 'x'.repeat(1_000_000);
  const plain = { 'content-type': 'text/plain' };
  const whole = await call('POST', '/api/custom-variable/test/value', {
    headers: plain,
    body: big,
  });
  expect(whole).toMatchObject({ status: 413, app: 'Bitfocus Companion' });
  const chunked = await call('POST', '/api/custom-variable/test/value', {
    headers: plain,
    body: new Blob([big]).stream(),
    duplex: 'half',
  });
  expect(chunked.status).toBe(413);
  expect((await call('POST', '/api/location/1/0/0/press')).status).toBe(200);
});

test('an endless query is answered 431, no route 404, a bad encoding and bad JSON 400', async () => {
  const { call } = await open();
  const long = await call('POST', `/api/location/1/0/0/style?text=${'x'.repeat(20_000)}`);
  expect(long).toMatchObject({ status: 431, app: 'Bitfocus Companion' });
  expect((await call('GET', '/api/location/1/0/0/press')).status).toBe(404);
  expect((await call('POST', '/api/location/1/0/0/shout')).status).toBe(404);
  expect((await call('GET', '/elsewhere')).status).toBe(404);
  expect((await call('POST', '/api/location/%E0%A4%A/0/0/press')).status).toBe(400);
  const broken = { headers: JSON_TYPE, body: '{"text":' };
  expect((await call('POST', '/api/location/1/0/0/style', broken)).status).toBe(400);
});

test('an idle connection is announced and closed', async () => {
  const { simulator, call } = await open();
  expect((await call('GET', '/api/connections')).headers.get('keep-alive')).toBe('timeout=5');
  const brief = await startSimulator({ keepAliveMs: 1 });
  const socket = connect(brief.ports.http, '127.0.0.1');
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(4000) });
  socket.write('GET /api/connections HTTP/1.1\r\nHost: a\r\n\r\n');
  const [answer] = await Promise.all([text(socket), closed]);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(simulator.received).toHaveLength(0);
});

test('bytes that are no HTTP are answered 400 and harm nobody', async () => {
  const { simulator, call } = await open();
  const socket = connect(simulator.ports.http, '127.0.0.1');
  socket.write('\u0000\u0001 what?\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
  expect((await call('POST', '/api/location/1/0/0/press')).status).toBe(200);
});

test('it can be asked over HTTP what it received, and told to forget', async () => {
  const { simulator, call } = await open();
  await call('POST', '/api/location/1/0/0/press');
  const told = await call('GET', '/simulator/received');
  expect(JSON.parse(told.text)).toEqual([
    {
      at: expect.closeTo(Date.now(), -4),
      monotonic: expect.any(Number),
      service: 'http',
      location: '1/0/0',
      action: 'press',
      ran: true,
      detail: '',
    },
  ]);
  expect((await call('DELETE', '/simulator/received')).status).toBe(204);
  expect(simulator.received).toHaveLength(0);
});

test('waitFor sees what has come, what comes, and its own end', async () => {
  const { simulator, call } = await open();
  const coming = simulator.waitFor(({ action }) => action === 'down', soon());
  await call('POST', '/api/location/1/0/1/down');
  expect((await coming).location).toBe('1/0/1');
  expect((await simulator.waitFor(({ action }) => action === 'down', soon())).ran).toBe(true);
  const ending = new AbortController();
  const never = simulator.waitFor(({ action }) => action === 'up', ending.signal);
  ending.abort(new Error('enough'));
  await expect(never).rejects.toThrow('enough');
});
