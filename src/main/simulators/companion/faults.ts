import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';

/**
 * What may go wrong on purpose. The command runs all the same: only its answer suffers. `refuse` closes the
 * port. `late` is Nagle's algorithm meeting a delayed acknowledgement.
 */
export const FaultsSchema = z.strictObject({
  http: z.enum(['refuse', 'stall', 'reset-half-way', 'garbage']).nullish(),
  tcp: z.enum(['stall', 'close-half-way', 'split', 'late']).nullish(),
});
export type Faults = z.infer<typeof FaultsSchema>;

/** As the HTTP door takes them. A closed port can't be opened through itself, so `refuse` needs an end. */
export const FaultsRequestSchema = FaultsSchema.extend({
  for_ms: z.int().min(1).max(600_000).optional(),
}).refine(({ http, for_ms }) => http !== 'refuse' || for_ms !== undefined, {
  path: ['for_ms'],
  message: 'Say for how many milliseconds the port is to be closed.',
});

interface FaultSwitchOptions {
  clock: Clock;
  closed: AbortSignal;
  log: Log;
  /** Opens or closes the HTTP port as the faults want it. */
  apply: (faults: Faults) => Promise<void>;
}

/** The faults in force, and the end of those that have one. */
export class FaultSwitch {
  current: Faults = {};
  readonly #options: FaultSwitchOptions;
  #setting = 0;

  constructor(options: FaultSwitchOptions) {
    this.#options = options;
  }

  /** Replaces all faults. With `forMs` they end by themselves, unless others were set meanwhile. */
  async set(faults: Faults, forMs?: number): Promise<void> {
    this.#setting += 1;
    const setting = this.#setting;
    this.current = faults;
    await this.#options.apply(faults);
    if (forMs !== undefined) void this.#endAfter(forMs, setting);
  }

  /** As `set`, for a caller that can't wait: what fails is logged. */
  setLater(faults: Faults, forMs?: number): void {
    setImmediate(() => {
      this.set(faults, forMs).catch((error: unknown) => this.#fail(error));
    });
  }

  async #endAfter(ms: number, setting: number): Promise<void> {
    const { clock, closed } = this.#options;
    try {
      await clock.sleep(ms, closed);
      if (this.#setting === setting) await this.set({});
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#options.closed.aborted) return;
    this.#options.log.error({ error }, 'a fault could not be set or ended');
  }
}
