import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { openStore } from '../open-store.ts';
import { aButton, anIntent, aRecording } from '../store-samples.ts';
import { startManagedRedis } from './managed-server.ts';
import { openRedisStore } from './redis-store.ts';
import { silentLog, untilState } from './redis-fixture.ts';

let dataDir: string;
let closers: (() => Promise<void>)[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "mcr data's "));
  closers = [];
});
afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  await rm(dataDir, { recursive: true, force: true });
});

const start = async (dir = dataDir) => {
  const server = await startManagedRedis({ dataDir: dir, clock: systemClock, log: silentLog });
  if (server.kind === 'missing') throw new Error(server.message);
  closers.push(() => server.close());
  return server;
};

const open = async () => {
  const opened = await openStore({
    redis: 'managed',
    dataDir,
    clock: systemClock,
    log: silentLog,
  });
  closers.push(() => opened.close());
  await untilState(opened.store, 'ready');
  return opened;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** An app that was killed: its server runs on, its lock lies there. */
const abandonedServer = async (): Promise<number> => {
  const script = `
    import { startManagedRedis } from ${JSON.stringify(new URL('./managed-server.ts', import.meta.url).href)};
    import { systemClock } from ${JSON.stringify(new URL('../../clock.ts', import.meta.url).href)};
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const server = await startManagedRedis({ dataDir: process.argv[1], clock: systemClock, log });
    console.log(server.pid());
    setInterval(quiet, 1000);
  `;
  const app = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(app.stdout, 'data');
  const gone = once(app, 'exit');
  app.kill('SIGKILL');
  await gone;
  return Number(String(line));
};

describe('the managed server', () => {
  it('keeps what was written over a quit, and leaves nothing running', async () => {
    const first = await open();
    await first.store.put('intent', 'a', anIntent('a'));
    await first.store.record(aRecording({}, [aButton()]));
    const socket = join(dataDir, 'redis', 'redis.sock');
    expect(statSync(socket).mode & 0o777).toBe(0o700);
    await first.close();
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(join(dataDir, 'redis.lock'))).toBe(false);
    const second = await open();
    expect(second.store.peek('intent', 'a')).toMatchObject({ found: 'present' });
    expect(await second.store.audit({ limit: 5 })).toHaveLength(1);
    expect(second.store.status()).toMatchObject({ label: 'managed', message: null });
  });

  it('is started again when it dies, and nothing is lost or written twice', async () => {
    const server = await start();
    const store = await openRedisStore({
      connection: { kind: 'socket', path: server.path, label: 'managed' },
      clock: systemClock,
      log: silentLog,
    });
    closers.unshift(() => store.close());
    await untilState(store, 'ready');
    await store.put('intent', 'a', anIntent('a'));
    const before = server.pid();
    const receipts: Promise<string>[] = [];
    const recordings = Array.from({ length: 200 }, () => aRecording({}, [aButton()]));
    for (const [index, recording] of recordings.entries()) {
      if (index === 100) process.kill(before, 'SIGKILL');
      receipts.push(store.record(recording));
      if (index % 10 === 0) await receipts.at(-1);
    }
    await Promise.all(receipts);
    await vi.waitFor(() => expect(server.pid()).not.toBe(before), {
      interval: 5,
      timeout: 5000,
    });
    await untilState(store, 'ready');
    await vi.waitFor(() => expect(store.status().waiting).toBe(0), {
      interval: 5,
      timeout: 5000,
    });
    const ids = (await store.audit({ limit: 1000 })).map((entry) => entry.execution_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(
      recordings.map(({ execution }) => execution.execution_id).toSorted(),
    );
    expect(await store.buttons('main')).toMatchObject([{ press_count: 200 }]);
  });

  it('refuses a second owner, and names the first', async () => {
    await start();
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('takes over the server of an app that was killed', async () => {
    const orphan = await abandonedServer();
    expect(isAlive(orphan)).toBe(true);
    const server = await start();
    expect(server.pid()).toBe(orphan);
    process.kill(orphan, 'SIGKILL');
    await vi.waitFor(() => expect(server.pid()).not.toBe(orphan), {
      interval: 5,
      timeout: 5000,
    });
    await server.close();
    expect(isAlive(server.pid())).toBe(false);
  });

  it('does not start a second server on the data of one that can not be reached', async () => {
    const orphan = await abandonedServer();
    await rm(join(dataDir, 'redis', 'redis.sock'));
    await expect(start()).rejects.toThrow(`kill ${orphan}`);
    process.kill(orphan, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(orphan)).toBe(false), { interval: 5, timeout: 5000 });
    await start();
  });

  it('refuses a server on its socket that is not its own', async () => {
    await mkdir(join(dataDir, 'redis'), { recursive: true });
    const socket = join(dataDir, 'redis', 'redis.sock');
    const foreign = spawn(
      'redis-server',
      ['--port', '0', '--unixsocket', socket, '--dir', tmpdir(), '--save', ''],
      { stdio: 'ignore' },
    );
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true), { interval: 5 });
    await expect(start()).rejects.toThrow(`Another Redis (process ${foreign.pid}`);
    expect(existsSync(join(dataDir, 'redis.lock'))).toBe(false);
    const gone = once(foreign, 'exit');
    foreign.kill('SIGKILL');
    await gone;
    await start();
  });

  it('stands in a private temporary folder where the data directory is too deep', async () => {
    const deep = join(dataDir, 'd'.repeat(60), 'e'.repeat(60));
    await mkdir(deep, { recursive: true });
    const server = await start(deep);
    expect(Buffer.byteLength(server.path)).toBeLessThanOrEqual(103);
    expect(statSync(join(server.path, '..')).mode & 0o777).toBe(0o700);
    await server.close();
    await rm(join(server.path, '..'), { recursive: true });
  });

  it('says what to do about data that can not be read', async () => {
    const server = await start();
    const store = await openRedisStore({
      connection: { kind: 'socket', path: server.path, label: 'managed' },
      clock: systemClock,
      log: silentLog,
    });
    await untilState(store, 'ready');
    await store.put('intent', 'a', anIntent('a'));
    await store.close();
    await server.close();
    const folder = join(dataDir, 'redis', 'appendonlydir');
    const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '';
    const good = await readFile(join(folder, file));
    writeFileSync(join(folder, file), Buffer.concat([Buffer.from('junk\r\n'), good]));
    await expect(start()).rejects.toThrow(/redis-check-aof --fix/);
    // A torn tail, as a power cut leaves it, is no reason to refuse.
    writeFileSync(join(folder, file), good);
    truncateSync(join(folder, file), good.length - 3);
    await start();
  });
});

describe('without a server program', () => {
  it('opens all the same, and says how to get one', async () => {
    vi.stubEnv('PATH', dataDir);
    try {
      const opened = await openStore({
        redis: 'managed',
        dataDir,
        clock: systemClock,
        log: silentLog,
      });
      closers.push(() => opened.close());
      const { store } = opened;
      expect(store.status()).toMatchObject({
        state: 'missing',
        message: expect.stringContaining('nothing is kept'),
      });
      await store.put('intent', 'a', anIntent('a'));
      expect(store.peek('intent', 'a')).toMatchObject({ found: 'present' });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
