import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Outcome } from '#shared/contract/execution.ts';
import type { Run } from './run.ts';

/** Without the store nothing can be decided: that is a refusal, with its reason, not a device's failure. */
export const lookupOutcome = (fault: Fault): Outcome =>
  fault.error_type === 'store_unavailable' ? 'refused' : 'failed';

export const cancelled = (): Fault => ({
  error_type: 'cancelled',
  message: 'Cancelled before anything was sent.',
  details: {},
});

export const tooLate = (run: Run, config: BridgeConfig): Fault => ({
  error_type: 'connection_timeout',
  message: 'Its turn did not come in time, so it was not sent.',
  details: {
    timeout_ms: Math.round(Math.min(run.expiresAt, run.deadline) - run.started),
    hint: `Others were before it on the same button or target (spacing ${config.pacing.button_gap_ms} ms). Press again, or raise timeout_ms.`,
  },
});

export const queueFull = (target: string, config: BridgeConfig): Fault => ({
  error_type: 'refused',
  message: `${config.queue_limit} commands wait for ${target} already, so this one was not taken.`,
  details: {
    reason: 'queue_full',
    queue_limit: config.queue_limit,
    short: 'queue full',
    hint: 'Wait until the queue is shorter, or raise queue_limit.',
  },
});

export const heldBack = (target: string, nextTryMs: number, failures: number): Fault => ({
  error_type: 'refused',
  message: `${target} failed ${failures} times in a row, so nothing is sent to it for now.`,
  details: {
    reason: 'breaker_open',
    next_try_in_ms: Math.round(nextTryMs),
    short: 'held back',
    hint: `It is tried again in ${(nextTryMs / 1000).toFixed(1)} s. Check that the device is on and can be reached.`,
  },
});

export const delayTooLong = (run: Run, ms: number, now: number): Fault => ({
  error_type: 'validation_error',
  message: `Its delay of ${ms} ms would end after the time limit, so it was not sent.`,
  details: {
    delay_ms: ms,
    left_ms: Math.max(0, Math.round(run.deadline - now)),
    hint: 'Shorten the delay or raise timeout_ms.',
  },
});
