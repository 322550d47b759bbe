import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { Clock } from '../../clock.ts';
import { inShort } from '../in-short.ts';
import type { ReceivedOsc } from '../../transports/osc/decode.ts';

const MOST_REMEMBERED = 2000;
const FORGET_EVERY_MS = 50;

interface Remembered {
  until: number;
  /** Each field in short. */
  fields: readonly (readonly [string, string])[];
}

/** What was sent, for as long as it may come back. */
class EchoMemory {
  readonly #clock: Clock;
  readonly #byName = new Map<string, Remembered[]>();
  #count = 0;
  #forgotAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(name: string, fields: Remembered['fields'], forMs: number): void {
    if (forMs === 0) return;
    this.#forget();
    if (this.#count >= MOST_REMEMBERED) return;
    const list = this.#byName.get(name) ?? [];
    list.push({ until: this.#clock.monotonic() + forMs, fields });
    this.#byName.set(name, list);
    this.#count += 1;
  }

  /** True where all that was sent is in what came: a backend may add to it. */
  has(name: string, field: (name: string) => string | undefined): boolean {
    const now = this.#clock.monotonic();
    const list = this.#byName.get(name) ?? [];
    return list.some(
      ({ until, fields }) =>
        now < until && fields.every(([key, short]) => field(key) === short),
    );
  }

  #forget(): void {
    if (this.#count < MOST_REMEMBERED) return;
    const now = this.#clock.monotonic();
    if (now - this.#forgotAt < FORGET_EVERY_MS) return;
    this.#forgotAt = now;
    for (const [name, list] of this.#byName) {
      const kept = list.filter(({ until }) => now < until);
      this.#count -= list.length - kept.length;
      if (kept.length > 0) this.#byName.set(name, kept);
      else this.#byName.delete(name);
    }
  }
}

interface Bucket {
  left: number;
  at: number;
}

/** Takes one out of a bucket that holds a second's worth. False where it is empty. */
const take = (bucket: Bucket, perSecond: number, now: number): boolean => {
  bucket.left = Math.min(perSecond, bucket.left + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
};

/** So long one and the same must be silent before it is carried again. */
const SILENCE_MS = 1000;

/** Finds what comes again and again, as around a circle of several bridges that none of them can see. */
class CircleWatch {
  readonly #clock: Clock;
  readonly #seen = new Map<string, Bucket & { running: boolean }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isRunning(key: string, perSecond: number): boolean {
    const now = this.#clock.monotonic();
    const seen = this.#seen.get(key) ?? { left: perSecond, at: now, running: false };
    const silentMs = now - seen.at;
    if (silentMs >= SILENCE_MS) seen.running = false;
    if (!take(seen, perSecond, now)) seen.running = true;
    // The one that was heard last is the last to be forgotten.
    this.#seen.delete(key);
    this.#seen.set(key, seen);
    if (this.#seen.size > MOST_REMEMBERED)
      this.#seen.delete(this.#seen.keys().next().value ?? '');
    return seen.running;
  }
}

export interface GuardSettings {
  echo_ms: number;
  per_second: number;
  same_per_second: number;
}

/**
 * Ends loops three times over: what comes back from where it was sent to within `echo_ms` is not sent again; what is the
 * same more than `same_per_second` goes around a circle of others, and is stopped until it is silent for a second; and no
 * rule sends more often than `per_second`.
 */
export class LoopGuard {
  settings: GuardSettings;
  readonly #clock: Clock;
  readonly #toWebSocket: EchoMemory;
  readonly #toOsc: EchoMemory;
  readonly #circle: CircleWatch;
  #buckets = new WeakMap<object, Bucket>();

  constructor(settings: GuardSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
    this.#toWebSocket = new EchoMemory(clock);
    this.#toOsc = new EchoMemory(clock);
    this.#circle = new CircleWatch(clock);
  }

  messageSent(message: HardwareMessage): void {
    const fields = Object.entries(message).map(
      ([name, value]) => [name, inShort(value)] as const,
    );
    this.#toWebSocket.add(message.type, fields, this.settings.echo_ms);
  }

  /** True for a message that this bridge has just made from OSC: its device knows it. */
  isOwnMessage(message: HardwareMessage): boolean {
    const known = new Map<string, string | undefined>();
    return this.#toWebSocket.has(message.type, (name) => {
      // Asked for each that is remembered.
      if (!known.has(name))
        known.set(name, Object.hasOwn(message, name) ? inShort(message[name]) : undefined);
      return known.get(name);
    });
  }

  oscSent({ address, values }: ReceivedOsc): void {
    const fields = [['values', inShort(values)]] as const;
    this.#toOsc.add(address, fields, this.settings.echo_ms);
  }

  /** True for OSC that this bridge has just made from a message. Types may differ: a device may answer 1.0 for 1. */
  isOwnOsc({ address, values }: ReceivedOsc): boolean {
    const short = inShort(values);
    return this.#toOsc.has(address, () => short);
  }

  /** True for a message that comes again and again without a change. */
  isCirclingMessage(message: HardwareMessage): boolean {
    return this.#circle.isRunning(inShort(message), this.settings.same_per_second);
  }

  /** True for OSC that comes again and again without a change. */
  isCirclingOsc({ address, values }: ReceivedOsc): boolean {
    const key = `${address} ${inShort(values)}`;
    return this.#circle.isRunning(key, this.settings.same_per_second);
  }

  /** False where the rule has sent too often. */
  mayBySpeed(rule: object): boolean {
    const { per_second } = this.settings;
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(rule) ?? { left: per_second, at: now };
    this.#buckets.set(rule, bucket);
    return take(bucket, per_second, now);
  }
}
