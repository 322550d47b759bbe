import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { isoNow, isoOf, type Clock } from '../clock.ts';
import type { SendResult } from '../transports/transport.ts';
import { Afterwards } from './afterwards.ts';
import type { BreakerState } from './breaker.ts';
import type { Mirror } from './mirror.ts';

const stateAfter = (result: SendResult, breaker: BreakerState): DeviceHealth['state'] => {
  if (breaker.state === 'open') return 'open';
  if (breaker.state === 'probing') return 'probing';
  if (result.outcome === 'ok') return 'answering';
  if (result.outcome === 'sent') return 'sending';
  // A device that says no is there: it answers.
  return result.reply ? 'answering' : 'failing';
};

/** What is known of a device that nothing was sent to. */
export const untried = (deviceId: string): DeviceHealth => ({
  device_id: deviceId,
  state: 'untried',
  latency_ms: null,
  last_answer_at: null,
  last_reached_at: null,
  message: null,
  failures: 0,
  next_try_at: null,
  missed: 0,
  checked_at: null,
});

/** Keeps, per device, what its last sends showed; the screens read it too. */
export class DeviceBoard {
  readonly #mirror: Mirror;
  readonly #clock: Clock;
  readonly #afterwards = new Afterwards();
  readonly #answered: (deviceId: string, at: string) => void;

  /** `answered` is told each time a device answers. */
  constructor(mirror: Mirror, clock: Clock, answered: (deviceId: string, at: string) => void) {
    this.#mirror = mirror;
    this.#clock = clock;
    this.#answered = answered;
  }

  of(deviceId: string): DeviceHealth {
    return this.#mirror.get('health', deviceId) ?? untried(deviceId);
  }

  /** 0 good or untried, 1 failing, 2 held back: what to try first. */
  rank(deviceId: string): 0 | 1 | 2 {
    const { state, next_try_at } = this.of(deviceId);
    if (state === 'open')
      return next_try_at !== null && Date.parse(next_try_at) <= this.#clock.now() ? 1 : 2;
    return state === 'failing' || state === 'probing' || state === 'stale' ? 1 : 0;
  }

  /** A send has ended. A cancelled one shows nothing. The screens can wait until its record has left. */
  observed(deviceId: string, result: SendResult, breaker: BreakerState): void {
    if (result.outcome === 'cancelled') return;
    this.#afterwards.add(() => this.#note(deviceId, result, breaker));
  }

  /** A command was held back by its breaker. */
  held(deviceId: string, breaker: BreakerState): void {
    this.#mirror.set('health', deviceId, {
      ...this.of(deviceId),
      state: 'open',
      failures: breaker.failures,
      next_try_at: textOf(breaker.nextTryAt),
    });
  }

  /** A probe asked it without a command: what it found counts, its breaker is left as it is. */
  probed(deviceId: string, found: { reached: boolean; answered_ms: number | null }): void {
    if (!found.reached) return;
    const before = this.of(deviceId);
    const at = isoNow(this.#clock);
    const answered = found.answered_ms !== null;
    this.#mirror.set('health', deviceId, {
      ...before,
      last_reached_at: at,
      ...(answered ? { last_answer_at: at, latency_ms: found.answered_ms } : {}),
      ...(answered && before.state === 'untried' ? { state: 'answering' } : {}),
    });
    if (answered) this.#answered(deviceId, at);
  }

  /** It was looked at in the background. What it finds back is tried again before those that stand in for it. */
  checked(
    deviceId: string,
    found: { reached: boolean; answered_ms: number | null; why: string | null },
    staleAfter: number,
  ): void {
    const before = this.of(deviceId);
    const checked_at = isoNow(this.#clock);
    if (!found.reached) {
      const missed = before.missed + 1;
      const isStale =
        missed >= staleAfter && ['untried', 'answering', 'sending'].includes(before.state);
      this.#mirror.set('health', deviceId, {
        ...before,
        missed,
        checked_at,
        ...(isStale || before.state === 'stale'
          ? {
              state: 'stale',
              message: `${missed === 1 ? 'A look' : `${missed} looks in a row`} found nothing: ${found.why}.`,
            }
          : {}),
      });
      return;
    }
    const answered = found.answered_ms !== null;
    const isBack =
      before.state === 'stale' ||
      before.state === 'failing' ||
      (before.state === 'open' && this.rank(deviceId) < 2);
    const becomes =
      isBack || before.state === 'untried'
        ? answered
          ? 'answering'
          : 'untried'
        : before.state;
    this.#mirror.set('health', deviceId, {
      ...before,
      state: becomes,
      missed: 0,
      checked_at,
      last_reached_at: checked_at,
      ...(answered ? { last_answer_at: checked_at, latency_ms: found.answered_ms } : {}),
      ...(isBack ? { message: null, failures: 0, next_try_at: null } : {}),
    });
    // That it is there is news; that it still is need not be written each time.
    if (answered && becomes !== before.state) this.#answered(deviceId, checked_at);
  }

  #note(deviceId: string, result: SendResult, breaker: BreakerState): void {
    const before = this.of(deviceId);
    const state = stateAfter(result, breaker);
    const { connect, write, reply } = result.timings;
    const answered = state === 'answering';
    const at = answered ? isoNow(this.#clock) : before.last_answer_at;
    this.#mirror.set('health', deviceId, {
      device_id: deviceId,
      state,
      latency_ms: answered
        ? Math.round(((connect ?? 0) + write + (reply ?? 0)) * 10) / 10
        : before.latency_ms,
      last_answer_at: at,
      last_reached_at:
        answered || connect !== null ? isoNow(this.#clock) : before.last_reached_at,
      message: 'fault' in result && !answered ? result.fault.message : null,
      failures: breaker.failures,
      next_try_at: textOf(breaker.nextTryAt),
      missed: answered ? 0 : before.missed,
      checked_at: before.checked_at,
    });
    if (answered && at !== null) this.#answered(deviceId, at);
  }
}

const textOf = (at: number | null): string | null =>
  at === null ? null : isoOf(Math.round(at));
