import type { HardwareClientStatus } from '#shared/contract/hardware.ts';

/** An open client of which nothing has been heard yet. */
export const statusDouble = (
  change: Partial<HardwareClientStatus> = {},
): HardwareClientStatus => ({
  client_id: 'buzzer_a',
  client_type: 'buzzer',
  state: 'open',
  attempts: 0,
  next_try_ms: null,
  opened_at: '2026-03-01T12:00:00.000Z',
  data_age_ms: null,
  heard_age_ms: null,
  rtt_history_ms: [],
  rtt_ms: null,
  rtt_p50_ms: null,
  rtt_p95_ms: null,
  loss: null,
  clock_offset_ms: null,
  clock_margin_ms: null,
  clock_samples: 0,
  messages_in: 0,
  messages_out: 0,
  rejected: 0,
  queued: 0,
  expired: 0,
  dropped: 0,
  last_error: null,
  last_error_at: null,
  log_level: 'info',
  backends: [],
  ...change,
});
