import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { KeyPlace, Outcome } from '#shared/contract/execution.ts';
import type { LayoutKey } from '#shared/contract/layout.ts';
import { ARM_WITHIN_MS, type Guard, type RepressMode } from '#shared/contract/policy.ts';
import type { Clock } from '../clock.ts';
import { cancelled } from './action-faults.ts';
import { Arming } from './arming.ts';
import type { PressRequest } from './engine.ts';
import { placeId } from './held-keys.ts';
import { Holding } from './holding.ts';
import type { RateLimiter } from '../store/rate-limiter.ts';
import { limitsFor, refusedByRate, type KeyedLimit } from './rate-limits.ts';
import { Represses } from './repress.ts';
import { Debounce } from './repress-debounce.ts';
import { stepOf, type Judgement, type Run } from './run.ts';
import type { AnyRequest } from './runs.ts';

/** What is about to run, as far as policy cares. A key's own rules win over those of what it fires. */
export interface Subject {
  /** `intent:studio_off`, `macro:start`, `key`. */
  id: string;
  key: LayoutKey | null;
  guard: Guard | null | undefined;
  mode: RepressMode | null | undefined;
  /** The devices that it would send to. */
  devices: readonly string[];
}

export type Passed = { ok: true; leave(): void } | { ok: false; judgement: Judgement };

/** Nothing stood in the way. */
export const PASSED: Passed = { ok: true, leave() {} };

const stop = (outcome: Outcome, fault: Fault): Passed => ({
  ok: false,
  judgement: { outcome, fault },
});

const refused = (
  reason: string,
  message: string,
  hint: string,
  more: Record<string, unknown> = {},
): Passed =>
  stop('refused', { error_type: 'refused', message, details: { reason, ...more, hint } });

/** The place that was touched, where a key was. */
const pressOf = (run: Run, request: AnyRequest): PressRequest | null =>
  run.key && 'phase' in request ? request : null;

const holdMs = (guard: Guard): number | null => {
  const ms = /^hold\((\d+)\)$/.exec(guard)?.[1];
  return ms === undefined ? null : Number(ms);
};

/** What stands between a request and its work: debounce, guard, rate, and the former press of the same. */
export class Gates {
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #debounce: Debounce;
  readonly #arming: Arming;
  readonly #holding: Holding;
  readonly #represses: Represses;

  constructor(clock: Clock, limiter: RateLimiter) {
    this.#clock = clock;
    this.#limiter = limiter;
    this.#debounce = new Debounce(clock);
    this.#arming = new Arming(clock);
    this.#holding = new Holding(clock);
    this.#represses = new Represses(clock);
  }

  /** A finger has left the key. */
  letGo(place: KeyPlace): void {
    this.#holding.letGo(place);
  }

  /** Nothing stays armed. */
  disarm(): void {
    this.#arming.clear();
  }

  /** At once where nothing stands in the way, so that a plain press waits for nothing. */
  enter(
    run: Run,
    request: AnyRequest,
    subject: Subject,
    config: BridgeConfig,
  ): Passed | Promise<Passed> {
    const press = pressOf(run, request);
    const gapMs = subject.key?.debounce_ms ?? config.debounce_ms;
    if (
      press?.holder !== undefined &&
      this.#debounce.isBounce(placeId(press), press.holder, gapMs)
    )
      return refused(
        'bounce',
        `This key was pressed less than ${gapMs} ms ago, so this press was taken for a bounce.`,
        'Press again.',
        { short: 'bounce' },
      );
    // These are there for what is moved: on the simulators nothing is, and a trial keeps no press out.
    const guard = run.simulate ? 'none' : (subject.key?.guard ?? subject.guard ?? 'none');
    const mode = run.simulate ? 'parallel' : (subject.key?.mode ?? subject.mode ?? 'parallel');
    const limits = limitsFor(config, run.origin, subject.devices);
    if (guard === 'none' && mode === 'parallel' && limits.length === 0) return PASSED;
    return this.#enter(run, request, subject, { guard, mode, limits });
  }

  async #enter(
    run: Run,
    request: AnyRequest,
    subject: Subject,
    rules: { guard: Guard; mode: RepressMode; limits: KeyedLimit[] },
  ): Promise<Passed> {
    const { guard, mode, limits } = rules;
    const left = run.deadline - this.#clock.monotonic();
    const from = this.#clock.monotonic();
    const stopped = guard === 'none' ? null : await this.#guard(run, request, subject, guard);
    if (guard !== 'none')
      run.steps.push(stepOf(run, 'guard', from, this.#clock.monotonic(), guard));
    if (stopped) return stopped;
    // The finger's time is not the command's.
    run.heldMs = this.#clock.monotonic() - from;
    run.deadline = this.#clock.monotonic() + left;
    const asked = this.#clock.monotonic();
    const tooMany = await refusedByRate(this.#limiter, limits);
    if (limits.length > 0) run.steps.push(stepOf(run, 'rate', asked, this.#clock.monotonic()));
    if (tooMany) return stop('refused', tooMany);
    const place = run.key ? placeId(run.key) : '';
    const entered = await this.#represses.enter(
      `${subject.id} ${place}`,
      mode,
      () => run.cancel(new Error('restart')),
      run.signal,
      run.deadline,
    );
    return entered.ok ? entered : stop(entered.outcome, entered.fault);
  }

  /** Null when it passes. */
  async #guard(
    run: Run,
    request: AnyRequest,
    subject: Subject,
    guard: Guard,
  ): Promise<Passed | null> {
    const byAgent = run.startedBy.startsWith('agent:');
    const hold = holdMs(guard);
    if (byAgent && hold === null)
      return refused(
        'needs_operator',
        `${subject.id.replace(/^\w+:/, '')} is guarded (${guard}): an agent can't pass that alone.`,
        'Ask the operator to press it.',
        { guard, short: 'needs operator' },
      );
    // Whoever started the macro passed its guard, and that for all of its steps.
    if (run.parentId !== undefined || byAgent) return null;
    const press = pressOf(run, request);
    if (hold !== null) return this.#hold(run, press, hold, request.confirmed === true);
    if (guard === 'confirm')
      return request.confirmed === true
        ? null
        : refused('confirm', 'This asks for a confirmation.', 'Confirm it, or leave it.', {
            guard,
            short: 'confirm',
          });
    const armed = this.#arming.press(
      `${subject.id} ${press ? placeId(press) : ''}`,
      run.origin,
    );
    if (armed.passes) return null;
    return refused(
      'armed',
      `Armed: press it again within ${ARM_WITHIN_MS / 1000} s.`,
      'Press again to run it, or wait to disarm it.',
      { guard, within_ms: armed.leftMs, short: 'press again' },
    );
  }

  async #hold(
    run: Run,
    press: PressRequest | null,
    ms: number,
    confirmed: boolean,
  ): Promise<Passed | null> {
    if (confirmed) return null;
    const why = `Hold this key for ${ms} ms.`;
    if (press?.phase !== 'down')
      return refused('not_held', why, 'Send down, wait, then up; or give confirmed: true.', {
        hold_ms: ms,
        short: 'hold it',
      });
    try {
      if (await this.#holding.held(press, ms, run.signal)) return null;
    } catch {
      return stop('cancelled', cancelled());
    }
    return refused('not_held', `It was let go too early. ${why}`, 'Hold it longer.', {
      hold_ms: ms,
      short: 'hold it',
    });
  }
}
