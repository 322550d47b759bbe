import type { Clock } from '../../clock.ts';
import { HardwareTrouble, troubleText } from '../hardware-trouble.ts';

const QUIET_MS = 5000;
const MOST_KEYS = 500;

/** What goes wrong with every message is told once in five seconds, by what it is about. */
export class Complaints {
  /** The newest, told or not. */
  last: string | null = null;
  readonly #clock: Clock;
  readonly #tell: (trouble: HardwareTrouble) => void;
  readonly #quietUntil = new Map<string, number>();

  constructor(clock: Clock, tell: (trouble: HardwareTrouble) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  make(about: string, message: string, hint: string): void {
    const trouble = new HardwareTrouble(message, hint);
    this.last = troubleText(trouble);
    const now = this.#clock.monotonic();
    if (now < (this.#quietUntil.get(about) ?? -Infinity)) return;
    if (this.#quietUntil.size >= MOST_KEYS) this.#quietUntil.clear();
    this.#quietUntil.set(about, now + QUIET_MS);
    this.#tell(trouble);
  }
}
