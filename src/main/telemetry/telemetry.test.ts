import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SAMPLES_KEPT, SERIES, type TelemetryEvent } from '#shared/contract/live-telemetry.ts';
import type { Outcome } from '#shared/contract/execution.ts';
import { ManualClock } from '../clock-double.ts';
import { createLog } from '../log.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { StoreUnavailable, type Store } from '../store/store.ts';
import { anAction, anExecution } from './telemetry-fixture.ts';
import { Telemetry } from './telemetry.ts';

let clock: ManualClock;
let store: Store;
let telemetry: Telemetry;
let waiting: number;
let reader: AbortController;

/** Everything wakes six times too late: a loop that stood still. */
class LateClock extends ManualClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return super.sleep(ms * 6, signal);
  }
}

const start = (): Telemetry =>
  new Telemetry({ clock, log: createLog('silent'), store, queueDepth: () => waiting });

beforeEach(() => {
  clock = new ManualClock();
  store = createMemoryStore({ clock });
  waiting = 0;
  reader = new AbortController();
  telemetry = start();
});
afterEach(() => {
  reader.abort();
  telemetry.close();
});

const read = async (events: AsyncGenerator<TelemetryEvent>): Promise<TelemetryEvent> => {
  const { value, done } = await events.next();
  if (done) throw new Error('the events ended');
  return value;
};

/** The sample of the second that ends now. */
const nextSample = async () => {
  const events = telemetry.events(reader.signal);
  await read(events);
  const sample = read(events);
  await clock.advance(1000);
  const event = await sample;
  if (event.type !== 'sample') throw new Error(`a ${event.type} came`);
  await events.return();
  return event;
};

describe('a sample', () => {
  test('counts what finished within its second by outcome, and retries', async () => {
    for (const outcome of ['ok', 'ok', 'ok', 'failed', 'refused'] as const)
      telemetry.finished(anExecution({ outcome }), outcome === 'failed' ? 2 : 0);
    waiting = 7;
    const first = await nextSample();
    expect(first.at).toBe(clock.now());
    expect(first.values).toMatchObject({
      [SERIES.executions('ok')]: 3,
      [SERIES.executions('failed')]: 1,
      [SERIES.executions('refused')]: 1,
      [SERIES.executions('unknown')]: 0,
      [SERIES.retries]: 2,
      [SERIES.queueDepth]: 7,
    });
    const second = await nextSample();
    expect(second.values).toMatchObject({
      [SERIES.executions('ok')]: 0,
      [SERIES.retries]: 0,
    });
  });

  test('has the quantiles of each device and transport that was sent to', async () => {
    for (let ms = 1; ms <= 100; ms += 1)
      telemetry.finished(
        anExecution({ trace: [anAction(ms), anAction(5, { device_id: 'lights' })] }),
        0,
      );
    const { values } = await nextSample();
    for (const [quantile, ms] of [
      ['p50', 50],
      ['p95', 95],
      ['p99', 99],
    ] as const) {
      const studio = values[SERIES.latency('device', 'studio', quantile)] ?? 0;
      expect(Math.abs(studio - ms) / ms).toBeLessThan(0.02);
      expect(values[SERIES.latency('device', 'lights', quantile)]).toBeCloseTo(5, 1);
    }
    expect(values[SERIES.latency('transport', 'http', 'p50')]).toBeCloseTo(5, 1);
    expect(Object.keys((await nextSample()).values).join()).not.toContain('latency');
  });

  test('has the process, and Redis while it can be asked', async () => {
    const { values } = await nextSample();
    expect(values[SERIES.memory]).toBeGreaterThan(10_000_000);
    expect(values[SERIES.cpu]).toBeGreaterThanOrEqual(0);
    expect(values[SERIES.loopDelay]).toBeGreaterThanOrEqual(0);
    expect(values[SERIES.store]).toBe(0);

    store.latency = () => Promise.reject(new StoreUnavailable('Redis is away.', 'Start it.'));
    await nextSample();
    expect((await nextSample()).values).not.toHaveProperty([SERIES.store]);
    store.latency = () => Promise.resolve(0.5);
    await nextSample();
    expect((await nextSample()).values).toHaveProperty([SERIES.store], 0.5);
  });

  test('of a second that lasted longer is still a rate per second', async () => {
    telemetry.close();
    clock = new LateClock();
    telemetry = start();
    for (let i = 0; i < 7; i += 1) telemetry.finished(anExecution(), 0);
    const began = clock.now();
    await clock.advance(3500);
    const past = await read(telemetry.events(reader.signal));
    if (past.type !== 'past') throw new Error(`a ${past.type} came`);
    const lastedMs = (past.times[0] ?? 0) - began;
    expect(lastedMs).toBeGreaterThan(3000);
    const [perSecond] = past.series[SERIES.executions('ok')] ?? [];
    expect(perSecond).toBeCloseTo(7000 / lastedMs, 2);
  });

  test('is taken while Redis does not answer at all', async () => {
    let asked = 0;
    store.latency = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    await clock.advance(3000);
    expect(asked).toBe(1);
    const past = await read(telemetry.events(reader.signal));
    expect(past).toMatchObject({ type: 'past', times: { length: 3 } });
  });

  test('names many devices, and then one for all the others', async () => {
    for (let i = 0; i < 100; i += 1)
      telemetry.finished(anExecution({ trace: [anAction(1, { device_id: `d${i}` })] }), 0);
    const names = Object.keys((await nextSample()).values);
    expect(names).toContain(SERIES.latency('device', 'd0', 'p50'));
    expect(names).toContain(SERIES.latency('device', 'other', 'p50'));
    expect(names.length).toBeLessThan(200);
  });
});

describe('a reader', () => {
  test('gets the past and then every sample, however late it takes them', async () => {
    await clock.advance(2000);
    const events = telemetry.events(reader.signal);
    const past = await read(events);
    if (past.type !== 'past') throw new Error(`a ${past.type} came`);
    expect(past.times).toHaveLength(2);
    expect(past.series[SERIES.executions('ok')]).toEqual([0, 0]);

    const start = clock.now();
    await clock.advance(50_000);
    for (let second = 1; second <= 50; second += 1)
      expect(await read(events)).toMatchObject({ type: 'sample', at: start + second * 1000 });
  });

  test('that fell behind by more than is kept gets a new past', async () => {
    const events = telemetry.events(reader.signal);
    await read(events);
    await clock.advance((SAMPLES_KEPT + 5) * 1000);
    const past = await read(events);
    expect(past).toMatchObject({ type: 'past', times: { length: SAMPLES_KEPT } });
  });

  test('ends with its signal, and with the telemetry', async () => {
    const left = telemetry.events(reader.signal);
    const stays = telemetry.events(new AbortController().signal);
    await Promise.all([read(left), read(stays)]);
    const ends = Promise.all([left.next(), stays.next()]);
    reader.abort();
    telemetry.close();
    expect(await ends).toEqual([
      { value: undefined, done: true },
      { value: undefined, done: true },
    ]);
  });
});

const lines = async () => (await telemetry.prometheus()).text.split('\n');
const times = (outcome: Outcome, count: number) => {
  for (let i = 0; i < count; i += 1) telemetry.finished(anExecution({ outcome }), 0);
};

describe('for Prometheus', () => {
  test('everything is counted from the first execution on', async () => {
    times('ok', 3);
    telemetry.finished(anExecution({ outcome: 'unknown' }), 2);
    waiting = 4;
    await telemetry.prometheus();
    times('ok', 1);
    const text = await lines();
    for (const line of [
      'mcr_executions_total{outcome="ok"} 4',
      'mcr_executions_total{outcome="unknown"} 1',
      'mcr_retries_total 2',
      'mcr_queue_depth 4',
      'mcr_execution_latency_seconds_bucket{le="0.05",intent="lights_down"} 0',
      'mcr_execution_latency_seconds_bucket{le="0.1",intent="lights_down"} 5',
      'mcr_device_latency_seconds_count{device="studio"} 5',
      'mcr_transport_latency_seconds_sum{transport="http"} 0.1',
    ])
      expect(text).toContain(line);
    expect(text.join('\n')).toMatch(/^process_cpu_seconds_total [\d.]+$/m);
    expect(text.join('\n')).toMatch(/^process_resident_memory_bytes \d{8,}$/m);
    expect(text.join('\n')).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
  });

  test('a round trip to Redis is observed each second', async () => {
    await telemetry.prometheus();
    store.latency = () => Promise.resolve(3);
    await clock.advance(2000);
    const text = await lines();
    expect(text).toContain('mcr_redis_latency_seconds_bucket{le="0.0025"} 0');
    expect(text).toContain('mcr_redis_latency_seconds_bucket{le="0.005"} 2');
  });

  test('the counters of the show are in it while the store can be asked', async () => {
    for (const outcome of [
      'ok',
      'failed',
      'skipped',
      'cancelled',
      'refused',
      'expired',
    ] as const)
      await store.record({
        execution: anExecution({ outcome, success: outcome === 'ok' }),
        retries: 1,
        buttons: [],
        auditMaxEntries: 100,
        traceMaxBytes: 1_000_000,
      });
    const text = await lines();
    expect(text).toContain('mcr_companion_intents_executed_total 1');
    expect(text).toContain('mcr_companion_intents_failed_total 1');
    expect(text).toContain('mcr_companion_retries_total 6');
    expect(text).toContain('mcr_companion_success_ratio 0.5');

    store.metrics = () => Promise.reject(new StoreUnavailable('Redis is away.', 'Start it.'));
    const without = (await lines()).join('\n');
    expect(without).toContain('mcr_executions_total');
    expect(without).not.toContain('mcr_companion');
  });

  test('intents past a limit share a label, and a made-up name gets none', async () => {
    for (let i = 0; i < 600; i += 1)
      telemetry.finished(anExecution({ intent_name: `i${i}` }), 0);
    telemetry.finished(anExecution({ intent_name: 'made_up', trace: [] }), 0);
    const counts = (await lines()).filter((line) =>
      line.startsWith('mcr_execution_latency_seconds_count'),
    );
    expect(counts).toHaveLength(501);
    expect(counts).toContain('mcr_execution_latency_seconds_count{intent="other"} 100');
    expect(counts.join()).not.toContain('made_up');
  });
});
