import type { Clock } from '../../clock.ts';
import type { Recording } from '../store.ts';
import { presentExecutions } from './audit-stream.ts';
import type { RedisClient } from './redis-clients.ts';

/** A replica that lags further behind than this is not taken for a master by a sane fail-over. */
const KEPT_MS = 60_000;
const MOST = 1000;

/**
 * What Redis took lately. It answers before its replicas have it, so a fail-over may lose the end of it: whatever the
 * new master lacks is written again.
 */
export class RecentRecordings {
  private kept: { recording: Recording; at: number }[] = [];
  private readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(recording: Recording): void {
    const at = this.clock.monotonic();
    this.kept.push({ recording, at });
    // Now and then: it may hold twice as many meanwhile.
    if (this.kept.length < 2 * MOST) return;
    this.kept = this.kept.slice(-MOST).filter((each) => at - each.at < KEPT_MS);
  }

  /** Those that Redis does not have, oldest first. Rejects where it can't be asked. */
  async missing(client: RedisClient): Promise<Recording[]> {
    const recordings = this.kept.map(({ recording }) => recording);
    if (recordings.length === 0) return [];
    const starts = recordings.map(({ execution }) => Date.parse(execution.started_at));
    const oldest = Math.min(...starts.filter(Number.isFinite), this.clock.now());
    const ids = new Set(recordings.map(({ execution }) => execution.execution_id));
    const present = await presentExecutions(client, ids, oldest);
    return recordings.filter(({ execution }) => !present.has(execution.execution_id));
  }
}
