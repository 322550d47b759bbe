import type {
  HardwareClientStatus,
  HardwareConnection,
  HardwareLogLevel,
  HardwareState,
} from '#shared/contract/hardware.ts';
import type { Clock } from '../clock.ts';
import type { Lane } from './lane.ts';

/** What a client counts over its whole life. */
export class Counts {
  messagesIn = 0;
  messagesOut = 0;
  rejected = 0;
  dropped = 0;
  unacknowledged = 0;
  /** Monotonic milliseconds. */
  dataAt: number | null = null;
  lastError: string | null = null;
  lastErrorAt: string | null = null;
}

const BEST_FIRST: readonly HardwareState[] = [
  'open',
  'stale',
  'connecting',
  'waiting',
  'stopped',
];

const best = (lanes: readonly Lane[]): Lane | undefined =>
  lanes.toSorted((a, b) => BEST_FIRST.indexOf(a.state) - BEST_FIRST.indexOf(b.state))[0];

const sum = (lanes: readonly Lane[], of: (lane: Lane) => number): number =>
  lanes.reduce((total, lane) => total + of(lane), 0);

/** One client as it stands, seen through its best connection. */
export const clientStatus = (
  settings: HardwareConnection,
  lanes: readonly Lane[],
  counts: Counts,
  logLevel: HardwareLogLevel,
  clock: Clock,
): HardwareClientStatus => {
  const now = clock.monotonic();
  const age = (at: number | null): number | null => (at === null ? null : now - at);
  const backends = lanes.map((lane) => lane.status());
  const lane = best(lanes);
  const link = lane && backends[lanes.indexOf(lane)];
  const heard = lanes.flatMap(({ heardAt }) => (heardAt === null ? [] : [heardAt]));
  const dataAge = age(counts.dataAt);
  const quiet = age(lane?.openedMs ?? null);
  const silentMs = dataAge === null || quiet === null ? quiet : Math.min(dataAge, quiet);
  const isStale =
    link?.state === 'open' &&
    settings.stale_after_ms !== null &&
    silentMs !== null &&
    silentMs > settings.stale_after_ms;
  return {
    client_id: settings.client_id,
    client_type: settings.client_type,
    state: isStale ? 'stale' : (link?.state ?? 'stopped'),
    attempts: link?.attempts ?? 0,
    next_try_ms: link?.next_try_ms ?? null,
    opened_at: link?.opened_at ?? null,
    data_age_ms: dataAge,
    heard_age_ms: heard.length === 0 ? null : age(Math.max(...heard)),
    rtt_ms: link?.rtt_ms ?? null,
    rtt_p50_ms: link?.rtt_p50_ms ?? null,
    rtt_p95_ms: link?.rtt_p95_ms ?? null,
    loss: link?.loss ?? null,
    clock_offset_ms: link?.clock_offset_ms ?? null,
    clock_margin_ms: link?.clock_margin_ms ?? null,
    clock_samples: link?.clock_samples ?? 0,
    rtt_history_ms: lane?.latency.history ?? [],
    messages_in: counts.messagesIn,
    messages_out: counts.messagesOut,
    rejected: counts.rejected,
    queued: sum(lanes, ({ queue }) => queue.size),
    expired: sum(lanes, ({ queue }) => queue.expired),
    dropped: counts.dropped + sum(lanes, ({ queue }) => queue.dropped),
    unacknowledged: counts.unacknowledged,
    last_error: counts.lastError,
    last_error_at: counts.lastErrorAt,
    log_level: logLevel,
    backends,
  };
};
