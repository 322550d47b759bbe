import { stat, utimes } from 'node:fs/promises';
import type { Take } from '#shared/contract/camera.ts';
import { isoOf, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { waitAtMost } from '../../store/store-waits.ts';
import type { Frame, RecorderFigures, TakeRecorder, TakeRequest } from '../ports.ts';
import { countFrames } from '../takes/count-frames.ts';
import { judge } from '../takes/judge.ts';
import { FrameQueue } from './frame-queue.ts';
import { ivfFrameHeader } from './ivf.ts';
import type { RecorderProcess } from './recorder-process.ts';
import { publishTake, type StartedTake, type TakeFile } from './take-files.ts';
import type { TakePaths } from './take-names.ts';
import { TakeTiming, type Hole } from './take-timing.ts';
import type { TimingWriter } from './timing-csv.ts';

const TICK_MS = 1000;
const STUCK_MS = 5000;
const DRAIN_MS = 2000;
const CLOSE_MS = 1000;
const COUNT_MS = 2500;
const PUBLISH_MS = 800;

/** What a recorder works with, opened by `startTake`. */
export interface TakeParts {
  clock: Clock;
  log: Log;
  request: TakeRequest;
  started: StartedTake;
  startedMs: number;
  paths: TakePaths;
  recorder: RecorderProcess;
  timing: TimingWriter;
  ffprobe: string;
}

interface Queued {
  frame: Frame;
  hole: Hole | null;
  atUs: bigint;
  queueDepth: number;
  droppedBefore: number;
}

/** Frames into one recorder process, with a row of timing for each that it took. */
export class FfmpegTakeRecorder implements TakeRecorder {
  readonly file: string;
  /** Of its first frame, once that is there. */
  startedMs: number;
  readonly #parts: TakeParts;
  readonly #queue: FrameQueue<Queued>;
  readonly #measured = new TakeTiming();
  readonly #drops: Record<string, number> = {};
  readonly #lifetime = new AbortController();
  #captured = 0;
  #rows = 0;
  #bytes = 0;
  #lastIndex: number | null = null;
  #firstNs: bigint | null = null;
  #lastUs = -1n;
  #droppedSince = 0;
  #hole: Hole | null = null;
  #paused = false;
  #broke: string | null = null;
  #lastTakenMs: number;
  #stopping: Promise<Take> | undefined;

  constructor(parts: TakeParts) {
    this.#parts = parts;
    this.file = `${parts.paths.base}.mkv`;
    this.startedMs = parts.startedMs;
    this.#lastTakenMs = parts.clock.monotonic();
    this.#queue = new FrameQueue(parts.request.queueLimit, (queued) => this.#send(queued));
    void parts.recorder.ended.then((said) =>
      this.broke(`The recorder ended by itself: ${said}`),
    );
    void this.#watch();
  }

  push(frame: Frame): void {
    if (this.#stopping) return;
    const since = this.#lastIndex === null ? 1 : frame.index - this.#lastIndex;
    if (this.#lastIndex === null) this.startedMs = frame.arrivedMs;
    this.#lastIndex = frame.index;
    if (this.#paused) return;
    // An index that was skipped is a frame that never came here; one that went back is another capture's.
    this.#captured += this.#hole?.paused ? 1 : Math.max(1, since);
    if (frame.gap && !this.#hole) this.#hole = { reason: frame.gap.reason, paused: false };
    if (this.#broke !== null) return this.#drop('recorder_lost');
    const queued = this.#stamp(frame);
    if (!this.#queue.add(queued)) return this.#drop('queue_full');
    this.#lastUs = queued.atUs;
    this.#droppedSince = 0;
    this.#hole = null;
  }

  lost(reason: string): void {
    if (this.#stopping || this.#paused) return;
    this.#captured += 1;
    this.#drop(reason);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (this.#paused) this.#hole = { reason: 'paused', paused: true };
    this.#paused = false;
  }

  figures(): RecorderFigures {
    return {
      queueDepth: this.#queue.depth,
      recorded: this.#rows,
      drops: { ...this.#drops },
      bytes: this.#parts.request.codec === 'mjpeg' ? this.#bytes : this.#parts.recorder.bytes,
    };
  }

  pids(): number[] {
    const { pid, running } = this.#parts.recorder;
    return running && pid !== undefined ? [pid] : [];
  }

  stop(reason: string): Promise<Take> {
    return (this.#stopping ??= this.#finish(reason));
  }

  /** Ends the take as far as frames go: what comes is counted as lost until it is stopped. */
  broke(message: string): void {
    if (this.#stopping || this.#broke !== null) return;
    this.#broke = message;
    this.#lifetime.abort();
    this.#drop('recorder_lost', this.#queue.abandon());
    this.#parts.log.warn({ file: this.file, message }, 'take broke');
    this.#parts.request.broke(message);
  }

  #drop(reason: string, count = 1): void {
    if (count === 0) return;
    this.#drops[reason] = (this.#drops[reason] ?? 0) + count;
    this.#droppedSince += count;
    this.#hole ??= { reason, paused: false };
  }

  #stamp(frame: Frame): Queued {
    this.#firstNs ??= frame.arrivedNs;
    const arrivedUs = (frame.arrivedNs - this.#firstNs) / 1000n;
    // An encoder refuses two pictures of one time.
    const atUs = arrivedUs > this.#lastUs ? arrivedUs : this.#lastUs + 1n;
    const { depth: queueDepth } = this.#queue;
    return { frame, atUs, queueDepth, hole: this.#hole, droppedBefore: this.#droppedSince };
  }

  async #send({ frame, hole, atUs, queueDepth, droppedBefore }: Queued): Promise<boolean> {
    const { recorder, timing, clock } = this.#parts;
    const taken = await recorder.write([ivfFrameHeader(frame.jpeg.length, atUs), frame.jpeg]);
    if (!taken) return false;
    timing.append({
      index: this.#rows,
      monotonicNs: frame.arrivedNs,
      utcMs: frame.arrivedMs,
      pts: frame.pts,
      queueDepth,
      droppedBefore,
    });
    this.#measured.add(frame.arrivedNs, hole);
    this.#rows += 1;
    this.#bytes += frame.jpeg.length;
    this.#lastTakenMs = clock.monotonic();
    return true;
  }

  /** A file that was deleted, or a disk that hangs, gives no error to a recorder that has it open. */
  async #watch(): Promise<void> {
    const { clock, paths, timing } = this.#parts;
    const { signal } = this.#lifetime;
    const { ino } = await stat(paths.partial).catch(() => ({ ino: -1 }));
    while (!signal.aborted) {
      await clock.sleep(TICK_MS, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (this.#queue.depth > 0 && clock.monotonic() - this.#lastTakenMs > STUCK_MS)
        return this.broke('The recorder has taken no frame for 5 s: its disk may hang.');
      const there = await stat(paths.partial).catch(() => ({ ino: -2 }));
      if (there.ino !== ino)
        return this.broke('The file is gone: its folder was removed, or its disk vanished.');
      await timing.sync();
      // Its age tells another app that this take is still being written.
      await utimes(paths.started, new Date(), new Date()).catch(() => undefined);
    }
  }

  async #finish(stopReason: string): Promise<Take> {
    const { clock, recorder, timing, paths, log, started, request } = this.#parts;
    this.#lifetime.abort();
    const stoppedMs = clock.now();
    await waitAtMost(clock, DRAIN_MS, this.#queue.drained());
    this.#drop('recorder_lost', this.#queue.abandon());
    await recorder.finish();
    await this.#queue.drained();
    this.#drop('recorder_lost', this.#queue.depth);
    await waitAtMost(clock, CLOSE_MS, timing.close());
    const counted = await countFrames(this.#parts.ffprobe, paths.partial, COUNT_MS);
    const take: TakeFile = {
      ...started,
      ...this.#findings(counted ?? (recorder.clean ? recorder.frames : null)),
      started_at: isoOf(this.startedMs),
      stopped_at: isoOf(stoppedMs),
      bytes: await stat(paths.partial).then(
        ({ size }) => size,
        () => 0,
      ),
      codec: request.codec,
      stop_reason: stopReason,
    };
    let problem: string | null = 'the disk did not answer';
    const published = publishTake(paths, take).then(
      () => (problem = null),
      (error: unknown) => (problem = error instanceof Error ? error.message : String(error)),
    );
    await waitAtMost(clock, PUBLISH_MS, published);
    if (problem === null) return take;
    log.error({ file: this.file, problem }, 'take not published');
    const reasons = [...take.reasons, `The take could not be given its name: ${problem}.`];
    return { ...take, verdict: 'FAIL', reasons };
  }

  #findings(frames: number | null): Partial<Take> {
    const { rows } = this.#parts.timing;
    const facts = {
      captured: this.#captured,
      rows,
      drops: { ...this.#drops },
      frames,
      largestGapMs: this.#measured.largestGapMs,
      nominalFps: this.#parts.request.mode.fps,
      actualFps: this.#measured.fps,
      broke: this.#broke,
    };
    return {
      ...judge(facts),
      captured: facts.captured,
      rows,
      drops: facts.drops,
      frames: frames ?? 0,
      gaps: this.#measured.gaps,
      largest_gap_ms: Math.round(facts.largestGapMs * 10) / 10,
      actual_fps: Math.round(facts.actualFps * 1000) / 1000,
    };
  }
}
