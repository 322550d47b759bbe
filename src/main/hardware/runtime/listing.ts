import type { HardwareClient, HardwareListing } from '#shared/contract/hardware-clients.ts';
import type { HardwareClientStatus } from '#shared/contract/hardware.ts';
import { isoOf, type Clock } from '../../clock.ts';
import type { KindStatus } from './kind-status.ts';

/** Two readings of one moment differ by less: they are the same moment. */
const SAME_MOMENT_MS = 50;

/** Moments that are known by their distance from now. */
export class Moments {
  readonly #clock: Clock;
  readonly #known = new Map<string, number>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** ISO 8601, the same text for the same moment. `distanceMs` is negative for what is past. */
  at(what: string, distanceMs: number | null): string | null {
    if (distanceMs === null) return null;
    const ms = Math.round(this.#clock.now() + distanceMs);
    const known = this.#known.get(what);
    if (known !== undefined && Math.abs(known - ms) < SAME_MOMENT_MS) return isoOf(known);
    this.#known.set(what, ms);
    return isoOf(ms);
  }
}

/** A client that could not be made. */
export const idleStatus = (stored: HardwareClient): HardwareClientStatus => ({
  client_id: stored.client_id,
  client_type: stored.client_type,
  state: 'stopped',
  attempts: 0,
  next_try_ms: null,
  opened_at: null,
  data_age_ms: null,
  heard_age_ms: null,
  rtt_ms: null,
  rtt_p50_ms: null,
  rtt_p95_ms: null,
  loss: null,
  clock_offset_ms: null,
  clock_margin_ms: null,
  clock_samples: 0,
  rtt_history_ms: [],
  messages_in: 0,
  messages_out: 0,
  rejected: 0,
  queued: 0,
  expired: 0,
  dropped: 0,
  unacknowledged: 0,
  last_error: null,
  last_error_at: null,
  log_level: stored.log_level,
  backends: [],
});

export interface Told {
  elsewhere: boolean;
  problem: string | null;
  triggered: number;
  trigger_bounced: number;
  trigger_overflow: number;
}

const before = (ageMs: number | null): number | null => (ageMs === null ? null : -ageMs);

/** A client as screens show it. */
export const listingOf = (
  stored: HardwareClient,
  status: HardwareClientStatus,
  kindStatus: KindStatus,
  told: Told,
  moments: Moments,
): HardwareListing => ({
  ...status,
  kind: stored.kind,
  enabled: stored.enabled,
  data_at: moments.at('data', before(status.data_age_ms)),
  heard_at: moments.at('heard', before(status.heard_age_ms)),
  next_try_at: moments.at('next', status.next_try_ms),
  last_error: status.last_error ?? told.problem,
  ...told,
  ...kindStatus,
});

/** What a screen would see of a change: ages and what is left of a wait change by themselves. */
export const shownPart = (listing: HardwareListing): string =>
  JSON.stringify({
    ...listing,
    data_age_ms: null,
    heard_age_ms: null,
    next_try_ms: null,
    backends: listing.backends.map((backend) => ({ ...backend, next_try_ms: null })),
  });
