import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost({ allowedOrigins: ['http://localhost:5173'] });
});
afterAll(() => host[Symbol.asyncDispose]());

const bearer = { authorization: `Bearer ${TOKEN}` };
const page = { accept: 'text/html,*/*' };
const cookie = () => ({ cookie: `a=b; mcr_token_${host.web.port}=${TOKEN}; c=d` });

const execute = async (headers: Record<string, string>, path = '') => {
  const answer = await host.ask(`/api/intents/x/execute${path}`, { method: 'POST', headers });
  return { status: answer.status, body: answer.json() };
};

describe('the token', () => {
  test('health needs none', async () => {
    const { status, json } = await host.ask('/api/health');
    expect(status).toBe(200);
    expect(json()).toMatchObject({ ok: true, version: '1.2.3', redis: 'ready' });
  });

  test.each([
    '/api/intents',
    '/api/openapi.json',
    '/api',
    '/assets/app-1a2b.js',
    '/api/nothing',
  ])('%s without it: 401 as JSON', async (path) => {
    const { status, json, headers } = await host.ask(path);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(json()).toMatchObject({
      error: { error_type: 'refused', details: { reason: 'no_token' } },
      status: 401,
    });
  });

  test('a page without it: 401 as a page that says what to do', async () => {
    const { status, headers, text } = await host.ask('/', { headers: page });
    expect(status).toBe(401);
    expect(headers['content-type']).toContain('text/html');
    expect(text).toContain('Open the address that the app printed');
    expect(text).not.toContain(TOKEN);
  });

  test.each([
    ['bearer', '/api/intents', () => bearer],
    ['cookie', '/api/intents', cookie],
    ['query', `/api/intents?token=${TOKEN}`, () => ({})],
  ])('shown by %s it opens the API', async (_by, path, headers) => {
    expect((await host.ask(path, { headers: headers() })).status).toBe(200);
  });

  test.each([
    ['bearer', '/api/intents', () => ({ authorization: 'Bearer wrong' })],
    ['basic', '/api/intents', () => ({ authorization: `Basic ${TOKEN}` })],
    ['cookie', '/api/intents', () => ({ cookie: `mcr_token_${host.web.port}=wrong` })],
    ['cookie of another port', '/api/intents', () => ({ cookie: `mcr_token_1=${TOKEN}` })],
    ['query', '/api/intents?token=wrong', () => ({})],
  ])('wrong by %s it opens nothing', async (_by, path, headers) => {
    expect((await host.ask(path, { headers: headers() })).status).toBe(401);
  });

  test('the printed address signs in and is cleared from the address bar', async () => {
    const signIn = await host.ask(`/?token=${TOKEN}`, { headers: page });
    expect(signIn.status).toBe(303);
    expect(signIn.headers.location).toBe('/');
    expect(signIn.headers['set-cookie']).toEqual([
      `mcr_token_${host.web.port}=${TOKEN}; HttpOnly; SameSite=Strict; Path=/`,
    ]);
    for (let reload = 0; reload < 2; reload += 1) {
      const { status, text } = await host.ask('/', { headers: { ...page, ...cookie() } });
      expect(status).toBe(200);
      expect(text).toContain('the app');
    }
  });

  test('signing in leads to our own pages only', async () => {
    const { headers } = await host.ask(`//evil.example/x?token=${TOKEN}`, { headers: page });
    expect(headers.location).toBe('/evil.example/x');
    const page2 = await host.ask(`/macros?token=${TOKEN}`, { headers: page });
    expect(page2.headers.location).toBe('/macros');
  });
});

describe('Host and Origin', () => {
  test('a foreign name is turned away even with the token, and at health too', async () => {
    for (const path of ['/', '/api/health', '/api/intents']) {
      const headers = { ...bearer, host: 'evil.example' };
      const { status, json } = await host.ask(path, { headers });
      expect(status).toBe(403);
      expect(json()).toMatchObject({ error: { details: { reason: 'foreign_host' } } });
    }
  });

  test('a page of another site may not speak to the API', async () => {
    const headers = { ...cookie(), origin: 'http://evil.example' };
    const { status, json } = await host.ask('/api/intents', { headers });
    expect(status).toBe(403);
    expect(json()).toMatchObject({ error: { details: { reason: 'foreign_origin' } } });
    expect((await host.ask('/', { method: 'POST', headers })).status).toBe(403);
  });

  test('our own page and an allowed one may', async () => {
    for (const origin of [`http://127.0.0.1:${host.web.port}`, 'http://localhost:5173']) {
      const headers = { ...cookie(), origin };
      expect((await host.ask('/api/intents', { headers })).status).toBe(200);
    }
  });
});

describe('who asks', () => {
  test('a program, an agent by its name, the operator by the cookie', async () => {
    const origins = [
      await execute(bearer),
      await execute({}, `?token=${TOKEN}`),
      await execute({ ...bearer, 'x-agent-id': 'director-1' }),
      await execute(cookie()),
    ];
    expect(origins.map(({ body }) => body)).toMatchObject([
      { origin: 'api:token' },
      { origin: 'api:token' },
      { origin: 'agent:director-1' },
      { origin: 'operator' },
    ]);
  });

  test("an agent's name that is none is refused", async () => {
    const { status, body } = await execute({ ...bearer, 'x-agent-id': 'a b' });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { error_type: 'validation_error', details: { fields: [{ field: 'X-Agent-Id' }] } },
    });
  });
});

describe('pages', () => {
  test('carry a strict policy', async () => {
    const { headers } = await host.ask('/', { headers: { ...page, ...cookie() } });
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
  });

  test('a page of the app is shown by its one HTML file, a missing asset is missing', async () => {
    const headers = { ...page, ...cookie() };
    expect((await host.ask('/macros', { headers })).text).toContain('the app');
    expect((await host.ask('/assets/gone.js', { headers })).status).toBe(404);
    expect((await host.ask('/../../etc/passwd', { headers })).text).not.toContain('root:');
    const asset = await host.ask('/assets/app-1a2b.js', { headers });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await host.ask('/', { method: 'DELETE', headers })).status).toBe(404);
  });
});
