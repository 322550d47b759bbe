import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { aButton, anIntent, aRecording } from '../store-samples.ts';
import { StoreUnavailable } from '../store.ts';
import { RedisFixture, untilState } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterEach(() => redis.reset());
afterAll(() => redis.close());

const wait = { interval: 5, timeout: 5000 };

describe('while Redis is away', () => {
  it('answers with what it knew, refuses what it can not know, and keeps executions', async () => {
    const store = await redis.readyStore();
    await store.put('intent', 'a', anIntent('a'));
    await redis.kill();
    await untilState(store, 'away');
    expect(store.peek('intent', 'a')).toMatchObject({ found: 'present', source: 'stale' });
    expect(await store.read('intent', 'a')).toMatchObject({ source: 'stale' });
    expect(store.peek('config', 'bridge')).toEqual({ found: 'absent' });
    expect(await store.list('intent')).toHaveLength(1);
    const began = performance.now();
    await expect(store.read('intent', 'unknown')).rejects.toThrow(StoreUnavailable);
    await expect(store.put('intent', 'b', anIntent('b'))).rejects.toThrow(StoreUnavailable);
    await expect(store.audit({ limit: 1 })).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(1000);
    const recording = aRecording({}, [aButton()]);
    expect(await store.record(recording)).toBe('waiting');
    expect(store.status()).toMatchObject({ state: 'away', waiting: 1 });
    expect(store.status().message).toContain('Keys still fire');
    expect(await store.execution(recording.execution.execution_id)).toEqual(
      recording.execution,
    );
  });

  it('writes what waited, each once and in order, when it is back', async () => {
    const store = await redis.readyStore();
    await store.record(aRecording({}, [aButton()]));
    await redis.kill();
    await untilState(store, 'away');
    const waiting = [
      aRecording({}, [aButton('down')]),
      aRecording({}, [aButton('up')]),
      aRecording({}, [aButton('press')]),
    ];
    for (const recording of waiting) await store.record(recording);
    await redis.start();
    await vi.waitFor(() => expect(store.status()).toMatchObject({ waiting: 0 }), wait);
    expect(store.status().state).toBe('ready');
    const audit = await store.audit({ limit: 10 });
    expect(
      audit
        .map((entry) => entry.execution_id)
        .toReversed()
        .slice(1),
    ).toEqual(waiting.map(({ execution }) => execution.execution_id));
    expect(await store.buttons('main')).toMatchObject([{ press_count: 3, state: 'idle' }]);
    expect(await store.metrics()).toMatchObject({ intents_executed: 4 });
  });

  it('tells what others changed meanwhile', async () => {
    const store = await redis.readyStore();
    await store.put('intent', 'kept', anIntent('kept'));
    await store.put('intent', 'gone', anIntent('gone'));
    await redis.kill();
    await untilState(store, 'away');
    const changes: unknown[] = [];
    store.onChange((change) => changes.push(change));
    await redis.start();
    const other = redis.other();
    await other.del('mcr:mapping:companion:intent:gone');
    await other.set(
      'mcr:mapping:companion:intent:new',
      JSON.stringify(anIntent('new', { created_at: 'then' })),
    );
    await vi.waitFor(
      () =>
        expect(store.peek('intent', 'new')).toMatchObject({
          found: 'present',
          source: 'cache',
        }),
      wait,
    );
    await vi.waitFor(
      () => expect(store.peek('intent', 'gone')).toEqual({ found: 'absent' }),
      wait,
    );
    expect(changes).toContainEqual({ kind: 'intent', name: 'gone', value: null });
    expect(changes).not.toContainEqual(expect.objectContaining({ name: 'kept' }));
  });

  it('opens although nobody is there, and is ready when somebody is', async () => {
    await redis.kill();
    const store = await redis.store();
    expect(store.status().state).toBe('starting');
    await untilState(store, 'away');
    expect(await store.record(aRecording())).toBe('waiting');
    await expect(store.read('intent', 'a')).rejects.toThrow(StoreUnavailable);
    await redis.start();
    await untilState(store, 'ready');
    await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
    expect(await store.audit({ limit: 5 })).toHaveLength(1);
  });

  it('keeps what waits over a quit, and writes it in the next session', async () => {
    const file = redis.inDir('waiting.jsonl');
    const store = await redis.readyStore(file);
    await redis.kill();
    await untilState(store, 'away');
    const recording = aRecording({}, [aButton()]);
    await store.record(recording);
    const began = performance.now();
    await store.close();
    expect(performance.now() - began).toBeLessThan(3000);
    expect(existsSync(file)).toBe(true);
    await redis.start();
    const next = await redis.readyStore(file);
    await vi.waitFor(() => expect(next.status().waiting).toBe(0), wait);
    expect(await next.audit({ limit: 5 })).toMatchObject([
      { execution_id: recording.execution.execution_id },
    ]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('while Redis is silent', () => {
  it('gives up within a second, and writes a doubtful execution once', async () => {
    const store = await redis.readyStore();
    await store.put(
      'device',
      'main',
      DeviceSchema.parse({ device_id: 'main', device_type: 'x' }),
    );
    redis.signal('SIGSTOP');
    const recording = aRecording({}, [aButton()]);
    const began = performance.now();
    // Sent, and not answered: the server will do it all the same when it goes on.
    expect(await store.record(recording)).toBe('waiting');
    expect(performance.now() - began).toBeLessThan(1000);
    expect(store.peek('device', 'main')).toMatchObject({ source: 'stale' });
    expect(await store.record(aRecording({}, [aButton()]))).toBe('waiting');
    redis.signal('SIGCONT');
    await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
    await untilState(store, 'ready');
    expect(await store.audit({ limit: 10 })).toHaveLength(2);
    expect(await store.buttons('main')).toMatchObject([{ press_count: 2 }]);
    expect(await store.metrics()).toMatchObject({ intents_executed: 2 });
  });

  it('takes a connection for dead that stays silent, and writes nothing twice over another', async () => {
    const line = await redis.deafLine();
    const store = await redis.readyStore(undefined, line.path);
    line.swallowAnswers();
    const recording = aRecording({}, [aButton()]);
    expect(await store.record(recording)).toBe('waiting');
    expect(await redis.other().xlen('mcr:companion:audit')).toBe(1);
    expect(await store.record(aRecording({}, [aButton()]))).toBe('waiting');
    await untilState(store, 'ready');
    await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
    expect(await store.audit({ limit: 10 })).toHaveLength(2);
    expect(await store.buttons('main')).toMatchObject([{ press_count: 2 }]);
  });
});
