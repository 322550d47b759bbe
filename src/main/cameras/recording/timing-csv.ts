import { open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';

/** One recorded frame. `queueDepth` as it came; `droppedBefore`: frames lost since the row above. */
export interface TimingRow {
  index: number;
  monotonicNs: bigint;
  utcMs: number;
  pts: number | null;
  queueDepth: number;
  droppedBefore: number;
}

export const TIMING_HEADER =
  'frame_index,monotonic_ns,utc,source_pts,queue_depth,dropped_before\n';

export const formatRow = (row: TimingRow): string =>
  `${row.index},${row.monotonicNs},${new Date(row.utcMs).toISOString()},${row.pts ?? ''},${row.queueDepth},${row.droppedBefore}\n`;

const ROW = /^(\d{1,12}),(\d{1,20}),([^,]{10,40}),(-?[\d.e+-]{0,30}),(\d{1,9}),(\d{1,9})$/;

/** Null for a line that is no whole row. */
export const parseRow = (line: string): TimingRow | null => {
  const [, index, ns, utc, pts, depth, dropped] = ROW.exec(line) ?? [];
  const utcMs = Date.parse(utc ?? '');
  if (index === undefined || ns === undefined || Number.isNaN(utcMs)) return null;
  return {
    index: Number(index),
    monotonicNs: BigInt(ns),
    utcMs,
    pts: pts ? Number(pts) : null,
    queueDepth: Number(depth),
    droppedBefore: Number(dropped),
  };
};

/** The rows up to the first that is not whole, and how many bytes of the text they and the header take. */
export const parseTiming = (text: string): { rows: TimingRow[]; bytes: number } => {
  const rows: TimingRow[] = [];
  if (!text.startsWith(TIMING_HEADER)) return { rows, bytes: 0 };
  let bytes = TIMING_HEADER.length;
  for (;;) {
    const end = text.indexOf('\n', bytes);
    const row = end < 0 ? null : parseRow(text.slice(bytes, end));
    if (row?.index !== rows.length) return { rows, bytes };
    rows.push(row);
    bytes = end + 1;
  }
};

/** As often as the recorder ends a cluster: a killed app loses as many rows as frames. */
const GATHER_MS = 100;

/**
 * Appends rows, those of a tenth of a second together: a write of its own for each cost more than recording it.
 * `failed` is told once, when the disk refuses; `rows` counts those that the disk took.
 */
export class TimingWriter {
  rows = 0;
  readonly #file: FileHandle;
  readonly #failed: (error: unknown) => void;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #pending: TimingRow[] = [];
  #writing: Promise<void> | null = null;
  #broken = false;
  #unsynced = false;

  private constructor(file: FileHandle, clock: Clock, failed: (error: unknown) => void) {
    this.#file = file;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** @throws the file system's error where it exists already or can't be made */
  static async open(
    path: string,
    clock: Clock,
    failed: (error: unknown) => void,
  ): Promise<TimingWriter> {
    const file = await open(path, 'wx');
    await file.appendFile(TIMING_HEADER);
    return new TimingWriter(file, clock, failed);
  }

  append(row: TimingRow): void {
    this.#pending.push(row);
    this.#writing ??= this.#write();
  }

  /** Asks the disk to hold what was written. */
  async sync(): Promise<void> {
    if (!this.#unsynced || this.#broken) return;
    this.#unsynced = false;
    await this.#file.datasync().catch((error: unknown) => this.#break(error));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
    await this.sync();
    await this.#file.close().catch((error: unknown) => this.#break(error));
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0 && !this.#broken) {
      await this.#clock.sleep(GATHER_MS, this.#closing.signal).catch(() => undefined);
      const rows = this.#pending;
      this.#pending = [];
      try {
        await this.#file.appendFile(rows.map(formatRow).join(''));
        this.rows += rows.length;
        this.#unsynced = true;
      } catch (error) {
        this.#break(error);
      }
    }
    this.#writing = null;
  }

  #break(error: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#failed(error);
  }
}
