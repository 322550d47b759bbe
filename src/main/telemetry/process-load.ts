import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../clock.ts';

/** How often the delay is probed. The probe's own interval is in what it measures. */
const PROBE_MS = 20;

export interface Load {
  /** Of one core. */
  cpuPercent: number;
  memoryBytes: number;
  loopDelayMs: number;
}

/** What this process costs and how late its loop is, since the last look. */
export class ProcessLoad {
  readonly #clock: Clock;
  readonly #loop = monitorEventLoopDelay({ resolution: PROBE_MS });
  #usage = process.cpuUsage();
  #at: number;
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.monotonic();
    this.#loop.enable();
  }

  take(): Load {
    const now = this.#clock.monotonic();
    const usage = process.cpuUsage();
    const usedMicros = usage.user - this.#usage.user + (usage.system - this.#usage.system);
    const elapsedMs = Math.max(1, now - this.#at);
    const load = {
      cpuPercent: usedMicros / 10 / elapsedMs,
      memoryBytes: process.memoryUsage.rss(),
      // Nothing was measured where the loop stood still for all of the time.
      loopDelayMs:
        this.#loop.count > 0
          ? Math.max(0, this.#loop.percentile(99) / 1e6 - PROBE_MS)
          : elapsedMs,
    };
    this.#usage = usage;
    this.#at = now;
    this.#loop.reset();
    return load;
  }

  close(): void {
    this.#loop.disable();
  }
}
