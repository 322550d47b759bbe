import type { HardwareLogLevel, HardwareLogLine } from '#shared/contract/hardware.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';

const RANK: Record<HardwareLogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const KEPT = 200;

/** What one client says about itself: the newest lines for the page, and the program's log. */
export class ClientLog {
  /** Lines below it are not written. May be changed at any time. */
  level: HardwareLogLevel = 'info';
  readonly #name: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #onLine: (line: HardwareLogLine) => void;
  readonly #lines: HardwareLogLine[] = [];

  constructor(name: string, clock: Clock, log: Log, onLine: (line: HardwareLogLine) => void) {
    this.#name = name;
    this.#clock = clock;
    this.#log = log;
    this.#onLine = onLine;
  }

  /** The newest 200, oldest first. */
  get lines(): readonly HardwareLogLine[] {
    return this.#lines;
  }

  debug(text: string): void {
    this.#write('debug', text);
  }

  info(text: string): void {
    this.#write('info', text);
  }

  warn(text: string): void {
    this.#write('warn', text);
  }

  error(text: string): void {
    this.#write('error', text);
  }

  #write(level: HardwareLogLevel, text: string): void {
    if (RANK[level] < RANK[this.level]) return;
    const line = { at: isoNow(this.#clock), level, text };
    this.#lines.push(line);
    if (this.#lines.length > KEPT) this.#lines.shift();
    this.#log[level]({ hardware: this.#name }, text);
    this.#onLine(line);
  }
}
