import { statfs } from 'node:fs/promises';
import type { CamerasConfig, Disk } from '#shared/contract/camera.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { CameraTrouble } from '../ports.ts';

const CHECK_MS = 2000;
const ANSWER_MS = 3000;

/** Of a disk, in bytes: free for a user without privileges, and in all. */
export interface DiskSpace {
  free: number;
  total: number;
}

/** Rejects where the folder can't be asked. */
export const diskSpaceOf = async (dir: string): Promise<DiskSpace> => {
  const { bavail, blocks, bsize } = await statfs(dir);
  return { free: bavail * bsize, total: blocks * bsize };
};

/** A camera that records there, or that would: its rate is measured, or what it delivers. */
export interface DiskUse {
  outputDir: string;
  bytesPerS: number;
  recording: boolean;
}

export interface DiskGuardOptions {
  clock: Clock;
  log: Log;
  space?: (dir: string) => Promise<DiskSpace>;
  limits(): CamerasConfig;
  /** One for each camera that there is. */
  uses(): readonly DiskUse[];
  /** Told once per change of a folder's level while something records there. At `stop` it has to end. */
  changed(disk: Disk): void;
  /** All folders in use, as they are now. */
  seen(disks: readonly Disk[]): void;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

const minutesAt = (bytes: number, bytesPerS: number): number | null =>
  bytesPerS > 0 ? bytes / bytesPerS / 60 : null;

const sum = (uses: readonly DiskUse[]): number =>
  uses.reduce((total, { bytesPerS }) => total + bytesPerS, 0);

/** Watches the disks that are recorded to. Folders may share a disk: each counts the rates of all. */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  readonly #space: (dir: string) => Promise<DiskSpace>;
  readonly #levels = new Map<string, Disk['level']>();
  readonly #lifetime = new AbortController();

  constructor(options: DiskGuardOptions) {
    this.#options = options;
    this.#space = options.space ?? diskSpaceOf;
    void this.#watch();
  }

  close(): void {
    this.#lifetime.abort();
  }

  /** How a folder's disk is, with `more` bytes per second beside what records now. Within 3 s. */
  async look(outputDir: string, more = 0): Promise<Disk> {
    const uses = this.#options.uses();
    const recording = uses.filter((use) => use.recording);
    const bytesPerS = sum(recording) + more;
    const shared = {
      output_dir: outputDir,
      bytes_per_s: Math.round(bytesPerS),
      recording: recording.length,
    };
    let space: DiskSpace;
    try {
      space = await this.#ask(outputDir);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ...shared,
        level: 'stop',
        free_bytes: 0,
        total_bytes: null,
        minutes_left: 0,
        minutes_if_all: 0,
        message: `The disk of ${outputDir} is gone (${why}). Connect it again, or choose another folder.`,
      };
    }
    const disk = {
      ...shared,
      free_bytes: space.free,
      total_bytes: space.total,
      minutes_left: minutesAt(space.free, bytesPerS),
      minutes_if_all: minutesAt(space.free, Math.max(bytesPerS, sum(uses))),
    };
    const level = this.#levelOf(disk);
    return { ...disk, level, message: level === 'ok' ? null : this.#words(disk, level) };
  }

  /** @throws CameraTrouble where too little is left for a take that needs `bytesPerS` */
  async admit(outputDir: string, bytesPerS: number): Promise<void> {
    const disk = await this.look(outputDir, bytesPerS);
    if (disk.level !== 'refuse' && disk.level !== 'stop') return;
    if (disk.total_bytes === null)
      throw new CameraTrouble(
        `Not started. ${disk.message ?? ''}`,
        'Choose a folder on a disk that is there.',
      );
    const minutes =
      disk.minutes_left === null ? '' : `, ${Math.floor(disk.minutes_left)} min at this rate`;
    throw new CameraTrouble(
      `Not started: ${gigabytes(disk.free_bytes)} free in ${outputDir}${minutes}, too little to record.`,
      'Free some space, or choose a folder on another disk.',
    );
  }

  /** Looks at every folder that takes go to, and tells what changed. */
  async check(): Promise<void> {
    const uses = this.#options.uses();
    const recording = new Set(uses.flatMap((use) => (use.recording ? use.outputDir : [])));
    for (const dir of this.#levels.keys()) if (!recording.has(dir)) this.#levels.delete(dir);
    const dirs = [...new Set(uses.map(({ outputDir }) => outputDir))];
    const disks = await Promise.all(dirs.map((dir) => this.look(dir)));
    if (this.#lifetime.signal.aborted) return;
    this.#options.seen(disks);
    for (const disk of disks) {
      const former = this.#levels.get(disk.output_dir) ?? 'ok';
      if (!recording.has(disk.output_dir) || disk.level === former) continue;
      this.#levels.set(disk.output_dir, disk.level);
      this.#options.log.info({ disk }, 'disk level changed');
      this.#options.changed(disk);
    }
  }

  #levelOf({
    free_bytes,
    minutes_left,
    minutes_if_all,
  }: Pick<Disk, 'free_bytes' | 'minutes_left' | 'minutes_if_all'>): Disk['level'] {
    const limits = this.#options.limits();
    const minutes = minutes_left ?? minutes_if_all ?? Infinity;
    if (free_bytes < limits.disk_stop_bytes || minutes < limits.disk_stop_minutes)
      return 'stop';
    if (free_bytes < limits.disk_refuse_bytes || minutes < limits.disk_refuse_minutes)
      return 'refuse';
    return minutes < limits.disk_warn_minutes ? 'warn' : 'ok';
  }

  #words(disk: Omit<Disk, 'level' | 'message'>, level: Disk['level']): string {
    const { free_bytes, output_dir, recording } = disk;
    const minutes = disk.minutes_left ?? disk.minutes_if_all;
    const left = minutes === null ? '' : `, ${Math.floor(minutes)} min at this rate`;
    const ending: Record<Disk['level'], string> = {
      ok: '',
      warn: 'No take will start soon',
      refuse: recording > 0 ? 'Recording will stop soon' : 'No take starts',
      stop: recording > 0 ? 'Recording stops' : 'No take starts',
    };
    return `${gigabytes(free_bytes)} free in ${output_dir}${left}. ${ending[level]}: free some space or choose another disk.`;
  }

  /** A network disk that went away may never answer. */
  async #ask(dir: string): Promise<DiskSpace> {
    const over = new AbortController();
    const late = this.#options.clock.sleep(ANSWER_MS, over.signal).then(() => {
      throw new Error('it does not answer');
    });
    try {
      return await Promise.race([this.#space(dir), late]);
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
