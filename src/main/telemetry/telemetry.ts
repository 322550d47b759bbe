import { OutcomeSchema, type Execution, type Outcome } from '#shared/contract/execution.ts';
import {
  SAMPLE_MS,
  SAMPLES_KEPT,
  SERIES,
  type TelemetryEvent,
} from '#shared/contract/live-telemetry.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { OperationTime } from '../state/variables/operation-times.ts';
import type { Store } from '../store/store.ts';
import { LatencyGroups } from './latency-groups.ts';
import { ProcessLoad } from './process-load.ts';
import { createPrometheus, type Prometheus } from './prometheus.ts';
import { SampleRing, type Values } from './sample-ring.ts';
import { sendLatency, type SendLatency } from './send-latency.ts';

export interface TelemetryDeps {
  clock: Clock;
  log: Log;
  store: Pick<Store, 'latency' | 'metrics'>;
  /** Commands that wait for their turn at a target. */
  queueDepth: () => number;
  /** Operations on variables since the start. */
  variableTimes?: () => OperationTime[];
}

interface Finished {
  execution: Execution;
  sends: SendLatency[];
  retries: number;
}

/** A thousandth is finer than anything here is known. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * What finished executions and the process show: a sample each second, the last ten minutes of them for
 * whoever looks, and the same counted up for Prometheus.
 */
export class Telemetry {
  readonly #deps: TelemetryDeps;
  readonly #ring = new SampleRing(SAMPLES_KEPT);
  readonly #process: ProcessLoad;
  readonly #devices = new LatencyGroups('device');
  readonly #transports = new LatencyGroups('transport');
  readonly #counts = new Map<Outcome, number>();
  readonly #readers = new Set<() => void>();
  readonly #lifetime = new AbortController();
  #loading: Promise<Prometheus> | null = null;
  /** What finished before the counters were there to take it. */
  #early: Finished[] | null = [];
  #prometheusNow: Prometheus | null = null;
  #retries = 0;
  #storeMs: number | null = null;
  #asking = false;
  #loopDelayMs = 0;
  #sampledAt: number;

  constructor(deps: TelemetryDeps) {
    this.#deps = deps;
    this.#process = new ProcessLoad(deps.clock);
    this.#sampledAt = deps.clock.monotonic();
    void this.#run();
  }

  /** Once per finished execution, after it was answered. Costs about a microsecond. */
  finished(execution: Execution, retries: number): void {
    const finished: Finished = { execution, sends: [], retries };
    for (const action of execution.trace) {
      const send = sendLatency(action);
      if (!send) continue;
      finished.sends.push(send);
      this.#devices.record(send.device, send.ms);
      this.#transports.record(send.transport, send.ms);
    }
    this.#retries += retries;
    this.#counts.set(execution.outcome, (this.#counts.get(execution.outcome) ?? 0) + 1);
    if (this.#prometheusNow) count(this.#prometheusNow, finished);
    else this.#early?.push(finished);
  }

  /** The past, then each second's sample, until the signal aborts. A slow reader gets every sample, late. */
  async *events(signal: AbortSignal): AsyncGenerator<TelemetryEvent, void, void> {
    let next = -1;
    while (!signal.aborted && !this.#lifetime.signal.aborted) {
      if (next < this.#ring.first) {
        next = this.#ring.taken;
        yield { type: 'past', ...this.#ring.past() };
      } else if (next < this.#ring.taken) {
        yield { type: 'sample', ...this.#ring.sample(next++) };
      } else await this.#sampled(signal);
    }
  }

  /** The text of `GET /metrics` and what kind of text it is. */
  async prometheus(): Promise<{ contentType: string; text: string }> {
    const prometheus = await this.#counters();
    return { contentType: prometheus.contentType, text: await prometheus.text() };
  }

  close(): void {
    this.#lifetime.abort();
    this.#process.close();
    for (const wake of this.#readers) wake();
  }

  async #run(): Promise<void> {
    const { signal } = this.#lifetime;
    // Loading takes 50 ms of the loop: not while the app starts.
    await this.#until(this.#sampledAt + SAMPLE_MS / 2);
    if (!signal.aborted) void this.#counters().catch(() => undefined);
    while (!signal.aborted) {
      const due = this.#sampledAt + SAMPLE_MS;
      await this.#until(due - SAMPLE_MS / 2);
      // Between two samples, so that the work of handing one out is not in what it measures.
      if (!signal.aborted) void this.#askStore();
      await this.#until(due);
      if (!signal.aborted) this.#sample();
    }
  }

  async #until(due: number): Promise<void> {
    const { clock } = this.#deps;
    const left = Math.max(1, due - clock.monotonic());
    await clock.sleep(left, this.#lifetime.signal).catch(() => undefined);
  }

  #sample(): void {
    const { clock, queueDepth } = this.#deps;
    const now = clock.monotonic();
    const seconds = Math.max(1, now - this.#sampledAt) / 1000;
    this.#sampledAt = now;
    const { cpuPercent, memoryBytes, loopDelayMs } = this.#process.take();
    this.#loopDelayMs = loopDelayMs;
    const values: Values = {
      [SERIES.retries]: rounded(this.#retries / seconds),
      [SERIES.queueDepth]: queueDepth(),
      [SERIES.cpu]: rounded(cpuPercent),
      [SERIES.memory]: memoryBytes,
      [SERIES.loopDelay]: rounded(loopDelayMs),
    };
    for (const outcome of OutcomeSchema.options)
      values[SERIES.executions(outcome)] = rounded((this.#counts.get(outcome) ?? 0) / seconds);
    if (this.#storeMs !== null) values[SERIES.store] = rounded(this.#storeMs);
    this.#devices.take(values);
    this.#transports.take(values);
    this.#counts.clear();
    this.#retries = 0;
    this.#storeMs = null;
    this.#ring.push(clock.now(), values);
    for (const wake of this.#readers) wake();
  }

  /** Its answer counts for the second in which it comes; it is not asked again before. */
  async #askStore(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#storeMs = await this.#deps.store.latency();
      this.#prometheusNow?.redisAnswered(this.#storeMs);
    } catch {
      // Away: the chart has a gap, and the top bar says why.
    } finally {
      this.#asking = false;
    }
  }

  #counters(): Promise<Prometheus> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<Prometheus> {
    const { log, store, queueDepth, variableTimes } = this.#deps;
    try {
      const prometheus = await createPrometheus({
        queueDepth,
        loopDelayMs: () => this.#loopDelayMs,
        metrics: () => store.metrics(),
        variableTimes,
      });
      this.#prometheusNow = prometheus;
      for (const finished of this.#early ?? []) count(prometheus, finished);
      return prometheus;
    } catch (error) {
      log.error({ err: error }, 'there are no metrics for Prometheus');
      throw error;
    } finally {
      this.#early = null;
    }
  }

  #sampled(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#readers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#readers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

const count = (prometheus: Prometheus, { execution, sends, retries }: Finished): void =>
  prometheus.finished(execution, sends, retries);
