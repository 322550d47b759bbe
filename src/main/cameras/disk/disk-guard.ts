import { statfs } from 'node:fs/promises';
import type { CamerasConfig } from '#shared/contract/camera.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { CameraTrouble } from '../ports.ts';

const CHECK_MS = 2000;
const ANSWER_MS = 3000;

/** Free bytes of a folder's disk, for a user without privileges. Rejects where the folder can't be asked. */
export const freeBytesOf = async (dir: string): Promise<number> => {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
};

/** How a folder's disk is. `minutesLeft` is null while nothing records there. */
export interface DiskState {
  outputDir: string;
  level: 'ok' | 'warn' | 'stop';
  freeBytes: number;
  minutesLeft: number | null;
  /** What it means and what to do; empty when ok. */
  message: string;
}

export interface DiskGuardOptions {
  clock: Clock;
  log: Log;
  freeBytes?: (dir: string) => Promise<number>;
  limits(): Pick<CamerasConfig, 'disk_warn_minutes' | 'disk_stop_minutes' | 'disk_stop_bytes'>;
  /** All that records now: where to, and its measured rate. */
  recording(): readonly { outputDir: string; bytesPerS: number }[];
  /** Told once per change of a folder's level. At `stop` every take of that folder has to be stopped. */
  changed(state: DiskState): void;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Watches the disks that are recorded to. Folders may share a disk: each counts the rates of all. */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  readonly #freeBytes: (dir: string) => Promise<number>;
  readonly #levels = new Map<string, DiskState['level']>();
  readonly #lifetime = new AbortController();

  constructor(options: DiskGuardOptions) {
    this.#options = options;
    this.#freeBytes = options.freeBytes ?? freeBytesOf;
    void this.#watch();
  }

  close(): void {
    this.#lifetime.abort();
  }

  /** How a folder's disk is, with `more` bytes per second beside what records now. Within 3 s. */
  async look(outputDir: string, more = 0): Promise<DiskState> {
    const rates = this.#options.recording().map(({ bytesPerS }) => bytesPerS);
    const bytesPerS = rates.reduce((total, rate) => total + rate, more);
    let freeBytes: number;
    try {
      freeBytes = await this.#ask(outputDir);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `The disk of ${outputDir} is gone (${why}). Connect it again, or choose another folder.`;
      return { outputDir, level: 'stop', freeBytes: 0, minutesLeft: 0, message };
    }
    const minutesLeft = bytesPerS > 0 ? freeBytes / bytesPerS / 60 : null;
    const level = this.#levelOf(freeBytes, minutesLeft);
    const left = minutesLeft === null ? '' : `, ${Math.floor(minutesLeft)} min at this rate`;
    const ending = level === 'stop' ? 'Recording stops' : 'Recording will stop soon';
    const message =
      level === 'ok'
        ? ''
        : `${gigabytes(freeBytes)} free in ${outputDir}${left}. ${ending}: free some space or choose another disk.`;
    return { outputDir, level, freeBytes, minutesLeft, message };
  }

  /** @throws CameraTrouble where a take that needs `bytesPerS` would have to be stopped at once */
  async admit(outputDir: string, bytesPerS: number): Promise<void> {
    const { level, freeBytes, minutesLeft, message } = await this.look(outputDir, bytesPerS);
    if (level !== 'stop') return;
    if (freeBytes === 0 && minutesLeft === 0)
      throw new CameraTrouble(
        `Not started. ${message}`,
        'Choose a folder on a disk that is there.',
      );
    throw new CameraTrouble(
      `Not started: ${gigabytes(freeBytes)} free in ${outputDir}, too little to record.`,
      'Free some space, or choose a folder on another disk.',
    );
  }

  /** Looks at every folder that is recorded to, and tells what changed. */
  async check(): Promise<void> {
    const dirs = new Set(this.#options.recording().map(({ outputDir }) => outputDir));
    for (const dir of this.#levels.keys()) if (!dirs.has(dir)) this.#levels.delete(dir);
    const states = await Promise.all([...dirs].map((dir) => this.look(dir)));
    for (const state of states) {
      const former = this.#levels.get(state.outputDir) ?? 'ok';
      if (this.#lifetime.signal.aborted || state.level === former) continue;
      this.#levels.set(state.outputDir, state.level);
      this.#options.log.info({ disk: state }, 'disk level changed');
      this.#options.changed(state);
    }
  }

  #levelOf(freeBytes: number, minutesLeft: number | null): DiskState['level'] {
    const limits = this.#options.limits();
    const minutes = minutesLeft ?? Infinity;
    if (freeBytes < limits.disk_stop_bytes || minutes < limits.disk_stop_minutes) return 'stop';
    return minutes < limits.disk_warn_minutes ? 'warn' : 'ok';
  }

  /** A network disk that went away may never answer. */
  async #ask(dir: string): Promise<number> {
    const over = new AbortController();
    const late = this.#options.clock.sleep(ANSWER_MS, over.signal).then(() => {
      throw new Error('it does not answer');
    });
    try {
      return await Promise.race([this.#freeBytes(dir), late]);
    } finally {
      late.catch(() => undefined);
      over.abort();
    }
  }

  async #watch(): Promise<void> {
    const { signal } = this.#lifetime;
    for (;;) {
      await this.#options.clock.sleep(CHECK_MS, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.check();
    }
  }
}
