import type { StoreStatus } from '#shared/contract/telemetry.ts';
import { isoNow, type Clock } from '../../clock.ts';
import { Listeners } from '../listeners.ts';

/** The status of the store, told whenever it changes. */
export class StatusBoard {
  private current: StoreStatus;
  private readonly clock: Clock;
  private readonly listeners = new Listeners<StoreStatus>();
  constructor(label: string, clock: Clock) {
    this.clock = clock;
    const message = 'Connecting to Redis.';
    this.current = { state: 'starting', label, message, since: isoNow(clock), waiting: 0 };
  }

  get(): StoreStatus {
    return this.current;
  }

  set(change: Partial<Pick<StoreStatus, 'state' | 'message' | 'waiting'>>): void {
    const next = { ...this.current, ...change };
    if (next.state !== this.current.state) next.since = isoNow(this.clock);
    else if (next.message === this.current.message && next.waiting === this.current.waiting)
      return;
    this.current = next;
    this.listeners.tell(next);
  }

  onStatus(listener: (status: StoreStatus) => void): () => void {
    return this.listeners.add(listener);
  }
}
