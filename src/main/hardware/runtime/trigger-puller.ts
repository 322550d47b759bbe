import type { Execution } from '#shared/contract/execution.ts';
import type { HardwareClient } from '#shared/contract/hardware-clients.ts';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { Clock } from '../../clock.ts';
import type { ClientLog } from '../client-log.ts';
import { inShort } from '../in-short.ts';
import { firedBy, type Fired } from './trigger.ts';

/** So many executions of one client run at once; what comes on top is kept back. */
const AT_ONCE = 32;
const SAY_EVERY_MS = 1000;
const MOST_REMEMBERED = 1000;

export interface PullerDeps {
  clock: Clock;
  /** Asks for what a trigger names, in the client's name. Always resolves. */
  fire: (fired: Fired) => Promise<Execution>;
  /** Where the trigger does not say. */
  debounceMs: () => number;
}

/** Pulls the triggers of one client: bounces and floods are kept back, and counted. */
export class TriggerPuller {
  triggered = 0;
  bounced = 0;
  overflow = 0;
  readonly #deps: PullerDeps;
  readonly #pulledAt = new Map<string, number>();
  #running = 0;
  #saidAt = -Infinity;

  constructor(deps: PullerDeps) {
    this.#deps = deps;
  }

  message(
    stored: Pick<HardwareClient, 'triggers'>,
    direction: 'in' | 'out',
    message: HardwareMessage,
    log: ClientLog,
  ): void {
    for (const fired of firedBy(stored, direction, message)) this.#pull(fired, log);
  }

  #pull(fired: Fired, log: ClientLog): void {
    if (this.#isBounce(fired)) {
      this.bounced += 1;
      return;
    }
    if (this.#running >= AT_ONCE) {
      this.overflow += 1;
      this.#sayOverflow(log);
      return;
    }
    this.triggered += 1;
    this.#running += 1;
    const { message_type, intent_name, macro_id } = fired.trigger;
    const what = intent_name ? `intent ${intent_name}` : `macro ${macro_id}`;
    void this.#run(fired, `"${message_type}" asked for the ${what}`, log);
  }

  async #run(fired: Fired, words: string, log: ClientLog): Promise<void> {
    try {
      const { outcome, error, success } = await this.#deps.fire(fired);
      if (success) log.info(`${words}: ${outcome}.`);
      else log.warn(`${words}: ${outcome}. ${error?.message ?? ''}`.trim());
    } catch (error) {
      log.error(`${words}: ${String(error)}`);
    } finally {
      this.#running -= 1;
    }
  }

  #isBounce({ trigger, index, context }: Fired): boolean {
    const gapMs = trigger.debounce_ms ?? this.#deps.debounceMs();
    if (gapMs === 0) return false;
    const now = this.#deps.clock.monotonic();
    const key = `${index} ${inShort(context)}`;
    const before = this.#pulledAt.get(key);
    if (before !== undefined && now - before < gapMs) return true;
    if (this.#pulledAt.size >= MOST_REMEMBERED) this.#pulledAt.clear();
    this.#pulledAt.set(key, now);
    return false;
  }

  #sayOverflow(log: ClientLog): void {
    const now = this.#deps.clock.monotonic();
    if (now - this.#saidAt < SAY_EVERY_MS) return;
    this.#saidAt = now;
    log.warn(
      `${AT_ONCE} executions of this client run already: what comes now is kept back. Let it send less, or narrow its triggers.`,
    );
  }
}
