import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ExecutionSchema, type Execution } from '#shared/contract/execution.ts';
import { systemClock } from './clock.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine/engine-fixture.ts';
import { createCompanionSimulator } from './simulators/companion/companion-simulator.ts';
import { freePort, RedisFixture, silentLog } from './store/redis/redis-fixture.ts';

const FROZEN_MS = 3000;
const ListeningSchema = z.object({ url: z.string(), token: z.string() });

let redis: RedisFixture;
let device: Awaited<ReturnType<typeof createCompanionSimulator>>;
let here: EngineFixture;
let child: ChildProcess;
let there: (method: string, path: string, body?: object) => Promise<unknown>;

beforeEach(async () => {
  const port = await freePort();
  redis = await RedisFixture.open({ port: String(port), bind: '127.0.0.1' });
  device = await createCompanionSimulator({ clock: systemClock, log: silentLog });
  here = await engineFixture({}, await redis.readyStore());
  const data = ['--data', redis.inDir('room'), '--log-level', 'silent'];
  const redisUrl = ['--redis', `redis://127.0.0.1:${port}`];
  child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'headless.ts'), '--json', '--port', '0', ...data, ...redisUrl],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (!child.stdout) throw new Error('no output');
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout), 'line'));
  const { url, token } = ListeningSchema.parse(JSON.parse(line));
  there = async (method, path, body) => {
    const answer = await fetch(`${new URL(url).origin}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
});

afterEach(async () => {
  child.kill('SIGCONT');
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  await here[Symbol.asyncDispose]();
  await device.close();
  await redis.close();
});

const pressThere = async (row: number, col: number): Promise<Execution> => {
  const path = `/surfaces/far/1/${row}/${col}/press`;
  return ExecutionSchema.parse(await there('POST', path));
};

test('a room that was frozen sends nothing of what it was asked for meanwhile', async () => {
  await there('PUT', '/devices/far', {
    device_id: 'far',
    device_type: 'streamdeck_xl',
    rows: 4,
    cols: 8,
    connection_url: `http://127.0.0.1:${device.ports.http}`,
  });
  await here.intent('cam', pressAt(1, 0, 0));
  expect(await pressThere(0, 0)).toMatchObject({ outcome: 'ok' });
  expect(device.received).toHaveLength(1);

  child.kill('SIGSTOP');
  const frozen = performance.now();
  const asked = Array.from({ length: 20 }, (_, index) =>
    pressThere(1 + (index >> 3), index & 7),
  );
  const answered = Promise.all(asked);
  answered.catch(() => undefined);
  // The other room goes on, and sends only what it was asked for itself.
  const own = await here.engine.execute({ intent_name: 'cam', origin: 'operator' });
  expect(own.outcome).toBe('ok');
  await systemClock.sleep(FROZEN_MS - (performance.now() - frozen));
  expect(device.received).toHaveLength(1);
  child.kill('SIGCONT');

  const answers = await answered;
  expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['expired']));
  expect(device.received).toHaveLength(1);
  expect(here.simulator.received).toHaveLength(1);

  await vi.waitFor(
    async () => expect(await pressThere(0, 0)).toMatchObject({ outcome: 'ok' }),
    {
      interval: 100,
      timeout: 5000,
    },
  );
  expect(device.received).toHaveLength(2);
  await vi.waitFor(
    async () => {
      const written = await here.engine.store.audit({ limit: 100 });
      const ids = written.map((entry) => entry.execution_id);
      expect(ids).toEqual(expect.arrayContaining(answers.map((answer) => answer.execution_id)));
      expect(ids).toHaveLength(new Set(ids).size);
    },
    { interval: 20, timeout: 5000 },
  );
});
