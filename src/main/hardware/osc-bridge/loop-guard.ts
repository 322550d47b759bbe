import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { Clock } from '../../clock.ts';
import type { ReceivedOsc } from '../../transports/osc/decode.ts';

const MOST_REMEMBERED = 2000;

interface Remembered {
  until: number;
  /** Each field as JSON. */
  fields: readonly (readonly [string, string])[];
}

/** What was sent, for as long as it may come back. */
class EchoMemory {
  readonly #clock: Clock;
  readonly #byName = new Map<string, Remembered[]>();
  #count = 0;

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
      ({ until, fields }) => now < until && fields.every(([key, json]) => field(key) === json),
    );
  }

  #forget(): void {
    if (this.#count < MOST_REMEMBERED) return;
    const now = this.#clock.monotonic();
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

export interface GuardSettings {
  echo_ms: number;
  per_second: number;
}

/**
 * Ends loops twice over: what comes back from where it was sent to within `echo_ms` is not sent again, and no rule sends
 * more often than `per_second`.
 */
export class LoopGuard {
  settings: GuardSettings;
  readonly #clock: Clock;
  readonly #toWebSocket: EchoMemory;
  readonly #toOsc: EchoMemory;
  #buckets = new WeakMap<object, Bucket>();

  constructor(settings: GuardSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
    this.#toWebSocket = new EchoMemory(clock);
    this.#toOsc = new EchoMemory(clock);
  }

  messageSent(message: HardwareMessage): void {
    const fields = Object.entries(message).map(
      ([name, value]) => [name, JSON.stringify(value) ?? ''] as const,
    );
    this.#toWebSocket.add(message.type, fields, this.settings.echo_ms);
  }

  /** True for a message that this bridge has just made from OSC: its device knows it. */
  isOwnMessage(message: HardwareMessage): boolean {
    return this.#toWebSocket.has(message.type, (name) =>
      Object.hasOwn(message, name) ? (JSON.stringify(message[name]) ?? '') : undefined,
    );
  }

  oscSent({ address, values }: ReceivedOsc): void {
    const fields = [['values', JSON.stringify(values)]] as const;
    this.#toOsc.add(address, fields, this.settings.echo_ms);
  }

  /** True for OSC that this bridge has just made from a message. Types may differ: a device may answer 1.0 for 1. */
  isOwnOsc({ address, values }: ReceivedOsc): boolean {
    const json = JSON.stringify(values);
    return this.#toOsc.has(address, () => json);
  }

  /** False where the rule has sent too often. */
  mayBySpeed(rule: object): boolean {
    const { per_second } = this.settings;
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(rule) ?? { left: per_second, at: now };
    bucket.left = Math.min(per_second, bucket.left + ((now - bucket.at) / 1000) * per_second);
    bucket.at = now;
    this.#buckets.set(rule, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }
}
