import type { Execution } from '#shared/contract/execution.ts';
import type { Metrics } from '#shared/contract/telemetry.ts';
import type { OperationTime } from '../state/variables/operation-times.ts';
import { BoundedNames } from './bounded-names.ts';
import type { SendLatency } from './send-latency.ts';

/** Seconds, from half a millisecond to ten seconds. */
const BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
const MOST_INTENTS = 500;
const MOST_DEVICES = 200;

export interface PrometheusSources {
  queueDepth: () => number;
  loopDelayMs: () => number;
  /** The seed's counters; rejects while they can't be read. */
  metrics: () => Promise<Metrics>;
  variableTimes?: (() => OperationTime[]) | undefined;
}

export type Prometheus = Awaited<ReturnType<typeof createPrometheus>>;

/** Everything that is counted, for a scraper. The library is loaded here: a start has no need of it. */
export const createPrometheus = async (sources: PrometheusSources) => {
  const { Counter, Gauge, Histogram, Registry } = await import('prom-client');
  const own = new Registry();
  const shared = new Registry();
  const registers = [own];

  const histogram = <L extends string>(name: string, help: string, label: L) =>
    new Histogram({ name, help, labelNames: [label], buckets: BUCKETS, registers });
  const executions = new Counter({
    name: 'mcr_executions_total',
    help: 'Finished executions by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'mcr_retries_total',
    help: 'Sends that repeated an earlier one.',
    registers,
  });
  const ofIntents = histogram(
    'mcr_execution_latency_seconds',
    'From the request to the end of an execution, waits included.',
    'intent',
  );
  const ofDevices = histogram(
    'mcr_device_latency_seconds',
    'From the connection to the reply of a send; of a datagram until it left.',
    'device',
  );
  const ofTransports = histogram(
    'mcr_transport_latency_seconds',
    'From the connection to the reply of a send; of a datagram until it left.',
    'transport',
  );
  const redis = new Histogram({
    name: 'mcr_redis_latency_seconds',
    help: 'A round trip to Redis, once a second.',
    buckets: [0.0001, 0.00025, ...BUCKETS],
    registers,
  });

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('mcr_queue_depth', 'Commands that wait for their turn.', sources.queueDepth);
  // Those that come with the library keep an observer alive that nothing can end.
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Heap in use.', () => process.memoryUsage().heapUsed);
  gauge('process_start_time_seconds', 'Start, since 1970.', () =>
    Math.round(performance.timeOrigin / 1000),
  );
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late a timer came within the last second.',
    () => sources.loopDelayMs() / 1000,
  );
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system time.',
    registers,
  });

  const labelNames = ['backend', 'operation'] as const;
  const ofVariables = {
    done: new Counter({
      name: 'mcr_variable_operations_total',
      help: 'Operations on variables that were done, by backend.',
      labelNames,
      registers,
    }),
    errors: new Counter({
      name: 'mcr_variable_operation_errors_total',
      help: 'Operations on variables that failed, by backend and error.',
      labelNames: [...labelNames, 'code'],
      registers,
    }),
    seconds: new Gauge({
      name: 'mcr_variable_operation_seconds',
      help: 'How long those that were done took, since the start.',
      labelNames: [...labelNames, 'quantile'],
      registers,
    }),
  };
  const takeVariables = (): void => {
    for (const metric of Object.values(ofVariables)) metric.reset();
    for (const time of sources.variableTimes?.() ?? []) {
      const { backend, operation } = time;
      ofVariables.done.inc({ backend, operation }, time.count);
      ofVariables.seconds.set({ backend, operation, quantile: '0.5' }, time.p50_ms / 1000);
      ofVariables.seconds.set({ backend, operation, quantile: '0.99' }, time.p99_ms / 1000);
      for (const [code, count] of Object.entries(time.errors))
        ofVariables.errors.inc({ backend, operation, code }, count);
    }
  };

  const counted = (name: string, help: string) =>
    new Counter({ name: `mcr_companion_${name}_total`, help, registers: [shared] });
  const ofTheShow = {
    executed: counted('intents_executed', 'Executions that succeeded, of all control rooms.'),
    failed: counted('intents_failed', 'Executions that failed, of all control rooms.'),
    actions: counted('actions_executed', 'Actions that were carried out.'),
    seconds: counted('latency_seconds', 'Time of the executions that were counted.'),
    retries: counted('retries', 'Sends that repeated an earlier one.'),
    success: new Gauge({
      name: 'mcr_companion_success_ratio',
      help: 'Succeeded of those that were meant to reach a device.',
      registers: [shared],
    }),
  };
  const sharedText = async (): Promise<string> => {
    const metrics = await sources.metrics();
    shared.resetMetrics();
    ofTheShow.executed.inc(metrics.intents_executed);
    ofTheShow.failed.inc(metrics.intents_failed);
    ofTheShow.actions.inc(metrics.actions_executed);
    ofTheShow.seconds.inc(metrics.total_latency_ms / 1000);
    ofTheShow.retries.inc(metrics.retry_count);
    ofTheShow.success.set(metrics.success_rate);
    return shared.metrics();
  };

  const intentNames = new BoundedNames(MOST_INTENTS);
  const deviceNames = new BoundedNames(MOST_DEVICES);

  return {
    contentType: own.contentType,
    finished(execution: Execution, sends: readonly SendLatency[], repeated: number): void {
      executions.inc({ outcome: execution.outcome });
      if (repeated > 0) retries.inc(repeated);
      for (const { device, transport, ms } of sends) {
        ofDevices.observe({ device: deviceNames.of(device) }, ms / 1000);
        ofTransports.observe({ transport }, ms / 1000);
      }
      // A name that nothing stands behind is whatever a caller made up.
      if (execution.intent_name === null || execution.trace.length === 0) return;
      const intent = intentNames.of(execution.intent_name);
      ofIntents.observe({ intent }, execution.latency_ms / 1000);
    },
    redisAnswered(ms: number): void {
      redis.observe(ms / 1000);
    },
    /** Without the seed's counters while they can't be read. */
    async text(): Promise<string> {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1e6);
      takeVariables();
      const [text, more] = await Promise.all([own.metrics(), sharedText().catch(() => '')]);
      return `${text}${more}`;
    },
  };
};
