import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import { ExecutionSchema, type Execution } from '#shared/contract/execution.ts';
import type { contract } from '#shared/contract/index.ts';
import { MASK } from '#shared/domain/template.ts';
import { CORE, filesUnder, openEchoes, sightings } from './canary-fixture.ts';

const PLAIN = CORE;
const ODD = `${CORE}/"é\\ &=<1>%`;
const REPLACED = `${CORE}-replaced`;

const ListeningSchema = z.object({ url: z.string(), token: z.string() });

const startHost = async (dataDir: string) => {
  const entry = join(import.meta.dirname, '../headless.ts');
  const args = ['--json', '--port', '0', '--data', dataDir, '--log-level', 'debug'];
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const firstLine = once(createInterface(child.stdout), 'line');
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => (said += String(bytes)));
  const closed = once(child, 'close');
  const first = await Promise.race([
    firstLine,
    closed.then(() => Promise.reject(new Error(said))),
  ]);
  const { url, token } = ListeningSchema.parse(JSON.parse(String(first[0])));
  return {
    token,
    origin: new URL(url).origin,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
};

type Host = Awaited<ReturnType<typeof startHost>>;

/** A client of REST that keeps every answer, headers included. */
const restOf = ({ origin, token }: Host) => {
  let answers = '';
  const ask = async (method: string, path: string, body?: unknown, agent?: string) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        connection: 'close',
        ...(agent === undefined ? {} : { 'x-agent-id': agent }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    answers += `${method} ${path} ${answer.status} ${JSON.stringify([...answer.headers])} ${text}\n`;
    return { status: answer.status, text };
  };
  return { ask, answers: () => answers };
};

const HTTP = {
  headers: { 'x-token': '{secret:plain}', authorization: 'Basic {secret:plain}' },
  query: { key: '{secret:odd}' },
  body: { pin: '{secret:odd}', line: 'pin {secret:plain}!' },
};

const protocolsFor = ({ http, tcp, udp }: { http: number; tcp: number; udp: number }) => ({
  ok: { template: '/ok/{secret:odd}/x', port: http, ...HTTP },
  fail: { template: '/fail/{secret:odd}', port: http, ...HTTP },
  long: { template: '/long/{secret:odd}', port: http, ...HTTP },
  cut: { template: '/cut/{secret:plain}', port: http, ...HTTP },
  refused: { template: '/ok/{secret:odd}', port: 1, ...HTTP },
  unknown: { template: '/ok/{secret:plain}/{secret:none}', port: http, ...HTTP },
  unfit: { protocol_type: 'osc', template: '/{secret:odd}', udp_port: udp },
  line: {
    protocol_type: 'tcp',
    template: 'LOGIN {secret:plain}',
    tcp_port: tcp,
    success: { reply_prefix: '+OK' },
  },
  datagram: { protocol_type: 'udp', template: 'LOGIN {secret:odd}', udp_port: udp },
  osc: {
    protocol_type: 'osc',
    template: '/login/{secret:plain}',
    osc_port: udp,
    osc_args: [{ type: 's', value: '{secret:odd}' }],
  },
});

/** All that Redis holds, whatever the type. */
const contentOf = async (redis: Redis): Promise<[string, string][]> => {
  const keys = await redis.keys('*');
  return Promise.all(
    keys.map(async (key): Promise<[string, string]> => {
      const type = await redis.type(key);
      const read: Record<string, () => Promise<unknown>> = {
        string: () => redis.get(key),
        hash: () => redis.hgetall(key),
        stream: () => redis.xrange(key, '-', '+'),
        set: () => redis.smembers(key),
        zset: () => redis.zrange(key, '0', '-1'),
        list: () => redis.lrange(key, '0', '-1'),
      };
      const value = await read[type]?.();
      if (value === undefined) throw new Error(`${key} is a ${type}: look into it too.`);
      return [`redis ${key}`, JSON.stringify(value)];
    }),
  );
};

test('the search would find a canary in any of its forms', () => {
  for (const form of [
    ODD,
    encodeURIComponent(ODD),
    JSON.stringify(JSON.stringify(ODD)),
    Buffer.from(ODD).toString('base64'),
    Buffer.from(`u:${ODD}`).toString('base64'),
    Buffer.from(`us:${ODD}`).toString('base64url'),
    Buffer.from(ODD).toString('hex'),
    ODD.slice(0, 4),
  ])
    expect(sightings('here', `<${form}>`)).not.toEqual([]);
  expect(sightings('here', `<${MASK}>`)).toEqual([]);
});

test('a secret reaches its device and nothing else that the app writes or says', async () => {
  await using base = await mkdtempDisposable(join(tmpdir(), 'mcr-canary-'));
  const dataDir = join(base.path, 'data');
  await using echoes = await openEchoes();
  const host = await startHost(dataDir);
  const { ask, answers } = restOf(host);
  let mirrored = '';
  let redisContent: [string, string][] = [];
  const executions: Execution[] = [];
  const run = async (path: string, body: object = {}) => {
    const { text } = await ask('POST', path, body);
    const execution = ExecutionSchema.parse(JSON.parse(text));
    executions.push(execution);
    return execution;
  };

  try {
    const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    socket.on('message', (data: Buffer) => (mirrored += data.toString()));
    await once(socket, 'open');
    const client: ContractRouterClient<typeof contract> = createORPCClient(
      new RPCLink({ websocket: socket }),
    );
    const mirror = await client.mirror();
    const following = (async () => {
      for await (const _ of mirror);
    })().catch(() => undefined);

    for (const [name, value] of [
      ['plain', REPLACED],
      ['plain', PLAIN],
      ['odd', ODD],
    ])
      expect((await ask('PUT', `/api/secrets/${name}`, { value })).status).toBe(200);
    await ask('PUT', '/api/secrets/bad', `{"value": ${PLAIN}}`);
    await ask('PUT', '/api/secrets/bad', `{"value": "${PLAIN}", }`);
    await ask('PUT', '/api/secrets/bad', { value: [PLAIN] });
    await ask('PUT', '/api/secrets/bad', { value: PLAIN }, 'cam');

    await ask('PUT', '/api/config', {
      timeout_ms: 2000,
      retry_attempts: 2,
      retry_backoff_ms: 10,
    });
    const device = { device_id: 'deck', device_type: 'streamdeck_xl', rows: 4, cols: 8 };
    await ask('PUT', '/api/devices/deck', device);
    const protocols = Object.entries(protocolsFor(echoes.ports));
    for (const [name, protocol] of protocols) {
      const saved = await ask('PUT', `/api/protocols/${name}`, {
        protocol_name: name,
        host: '127.0.0.1',
        ...protocol,
      });
      expect(saved.status).toBe(200);
      const action = { action_type: 'custom', protocol_name: name, device_id: 'deck' };
      await ask('PUT', `/api/intents/${name}`, { intent_name: name, actions: [action] });
    }
    const keys = protocols.map(([intent_name], col) => ({
      row: Math.floor(col / 8),
      col: col % 8,
      intent_name,
    }));
    await ask('PUT', '/api/layouts/deck', {
      device_id: 'deck',
      pages: [{ page: 1, name: 'Show', keys }],
    });

    for (const [name] of protocols) {
      const dry = await run(`/api/intents/${name}/execute`, { dry_run: true });
      if (dry.outcome === 'ok')
        expect(JSON.stringify(dry.trace[0]?.command), name).toContain(MASK);
      await run(`/api/intents/${name}/execute`);
    }
    for (const { row, col } of keys) await run(`/api/surfaces/deck/1/${row}/${col}/press`);
    const steps = protocols.map(([intent_name], step_number) => ({
      step_number,
      intent_name,
      on_failure: 'continue',
    }));
    const macro = { macro_id: 'all', macro_name: 'All', steps };
    expect((await ask('PUT', '/api/macros/all', macro)).status).toBe(200);
    for (const dry_run of [true, false]) await run('/api/macros/all/execute', { dry_run });
    const ends = Object.fromEntries(
      executions
        .filter(({ dry_run, macro }) => !dry_run && !macro)
        .map((run) => [run.intent_name, run.outcome]),
    );
    expect(ends).toEqual({
      ok: 'ok',
      fail: 'failed',
      long: 'ok',
      cut: 'unknown',
      refused: 'failed',
      unknown: 'failed',
      unfit: 'failed',
      line: 'failed',
      datagram: 'sent',
      osc: 'sent',
    });

    const paths =
      'secrets protocols intents macros devices layouts config metrics audit executions corruptions health openapi.json devices/deck/health';
    const runs = executions.map(({ execution_id }) => `executions/${execution_id}`);
    for (const path of [...paths.split(' '), ...runs]) await ask('GET', `/api/${path}`);
    await ask('GET', '/metrics');
    await ask('DELETE', '/api/secrets/odd');
    await run('/api/intents/ok/execute');

    const redis = new Redis(join(dataDir, 'redis', 'redis.sock'));
    // So that the dump, too, can be searched.
    await redis.config('SET', 'rdbcompression', 'no');
    await redis.save();
    redisContent = await contentOf(redis);
    redis.disconnect();
    socket.close();
    await following;
  } finally {
    await host.stop();
  }

  const heard = echoes.heard();
  expect(heard).toContain(encodeURIComponent(ODD));
  expect(heard).toContain(`"x-token":"${PLAIN}"`);
  expect(heard).toContain(`LOGIN ${PLAIN}`);
  expect(mirrored).toContain('snapshot');
  expect(redisContent.map(([key]) => key)).toContain('redis mcr:companion:audit');
  const files = await filesUnder(dataDir);
  expect(files.map(([path]) => path)).toContain(join(dataDir, 'secrets.json'));
  const places: [string, string][] = [
    ['stdout and stderr', host.said()],
    ['REST', answers()],
    ['the mirror', mirrored],
    ...redisContent,
    ...files,
  ];
  expect(places.flatMap(([where, content]) => sightings(where, content))).toEqual([]);
  expect(answers()).toContain(MASK);
});
