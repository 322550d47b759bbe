import { setImmediate } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff, noJitterGenerator } from 'cockatiel';
import type { CameraMode } from '#shared/contract/camera.ts';
import { jpegSize } from '#shared/domain/jpeg-size.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { CameraTrouble, type Capture, type CaptureEvents } from '../ports.ts';
import { CaptureProcess, type Launch } from './capture-process.ts';
import { guardEvents } from './guard-events.ts';
import { SmjpegSplitter } from './smjpeg-splitter.ts';
import { SourceStamps } from './source-stamps.ts';

export interface CaptureOptions {
  /** For the log. */
  name: string;
  mode: CameraMode;
  clock: Clock;
  log: Log;
  events: CaptureEvents;
  /** Asked before each start; may look the source up. @throws CameraTrouble */
  launch(): Promise<Launch>;
  /** Without a picture for this long it counts as stalled, and after twice that it is started again. */
  stalledMs?: number;
  /** For the first picture of a run, look-ups of the source included. */
  startWithinMs?: number;
  mostFrameBytes?: number;
}

/** A run that delivered for this long was a good one: the next failure starts the back-off anew. */
const LASTED_MS = 5000;
const STALLED_MS = 2000;
const START_WITHIN_MS = 15_000;
/** Pictures per quarter of a second that are taken from any source, and for fast ones. */
const FEWEST_HELD = 60;

const firstBackoff = (): IBackoff<unknown> =>
  new ExponentialBackoff({
    generator: noJitterGenerator,
    initialDelay: 250,
    maxDelay: 8000,
  }).next();

/** How a run ended, and for how long it delivered. */
interface Run {
  message: string;
  deliveredMs: number;
}

/** A camera that delivers pictures until it is closed, whatever becomes of its process. */
class SupervisedCapture implements Capture {
  readonly #options: CaptureOptions;
  readonly #events: CaptureEvents;
  readonly #ending = new AbortController();
  #mode: CameraMode;
  #process: CaptureProcess | null = null;
  #index = 0;
  /** Monotonic ms of the newest picture, over all runs. */
  #newest: number | null = null;
  /** Why the next picture comes after a gap; null where it follows the one before. */
  #away: string | null = null;
  #stalled = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#mode = options.mode;
    this.#events = guardEvents(options, this.#ending.signal);
    void this.#supervise();
  }

  get mode(): CameraMode {
    return this.#mode;
  }

  pids(): number[] {
    const pid = this.#process?.pid ?? null;
    return pid === null ? [] : [pid];
  }

  async close(): Promise<void> {
    // Whatever looks the source up at this moment finds the end when it is done.
    this.#ending.abort();
    await this.#process?.kill();
  }

  async #supervise(): Promise<void> {
    const { clock, log, name } = this.#options;
    const { signal } = this.#ending;
    let backoff: IBackoff<unknown> | null = null;
    // The caller holds what `open` returned before it hears of it.
    await Promise.resolve();
    while (!signal.aborted) {
      this.#events.state({ state: 'starting' });
      const run = await this.#run();
      if (signal.aborted) return;
      backoff =
        run.deliveredMs >= LASTED_MS || !backoff ? firstBackoff() : backoff.next(undefined);
      const nextTryMs = backoff.duration;
      this.#away = run.message;
      log.warn({ camera: name, reason: run.message, nextTryMs }, 'camera source is lost');
      this.#events.state({ state: 'lost', message: run.message, nextTryMs });
      await clock.sleep(nextTryMs, signal).catch(() => undefined);
    }
  }

  async #run(): Promise<Run> {
    const since = this.#options.clock.monotonic();
    try {
      const launch = await this.#options.launch();
      if (this.#ending.signal.aborted) return { message: 'closed', deliveredMs: 0 };
      return await this.#deliver(launch, since);
    } catch (error) {
      return { message: explain(error), deliveredMs: 0 };
    }
  }

  /** From the start of its process, at `since`, to its end. */
  async #deliver(launch: Launch, since: number): Promise<Run> {
    const { clock, mostFrameBytes } = this.#options;
    const stamps = new SourceStamps(launch.stamps);
    let first: number | null = null;
    let made = 0;
    let trouble: string | null = null;
    const picture = (raw: Buffer, stampMs: number): void => {
      child.countPicture();
      if (trouble !== null) return;
      let jpeg = raw;
      try {
        jpeg = launch.finish?.(raw, made++) ?? raw;
      } catch (error) {
        trouble = explain(error);
        void child.kill();
        return;
      }
      if (first === null) this.#began(jpeg);
      this.#picture(jpeg, stamps, stampMs);
      first ??= this.#newest;
    };
    const bad = (reason: string): void => this.#events.bad(reason);
    const splitter = new SmjpegSplitter({ picture, bad }, mostFrameBytes);
    const most = Math.max(FEWEST_HELD, Math.ceil(this.#mode.fps));
    const child = new CaptureProcess(launch, clock, most, (chunk) => splitter.push(chunk));
    this.#process = child;
    const over = new AbortController();
    const silence = this.#watch(child, since, () => first, over.signal);
    const farewell = await child.ended;
    over.abort();
    this.#process = null;
    this.#stalled = false;
    const stopped = await silence;
    if (!this.#ending.signal.aborted) splitter.end();
    const deliveredMs = first === null ? 0 : (this.#newest ?? first) - first;
    return { message: trouble ?? stopped ?? farewell, deliveredMs };
  }

  #began(jpeg: Buffer): void {
    // What comes is what counts: a camera may deliver another size than it was asked for.
    const size = jpegSize(jpeg);
    if (size && Math.min(size.width, size.height) >= 16)
      this.#mode = { ...this.#mode, ...size };
    this.#events.state({ state: 'live' });
  }

  #picture(jpeg: Buffer, stamps: SourceStamps, stampMs: number): void {
    const { clock } = this.#options;
    const now = clock.monotonic();
    const gap =
      this.#away !== null && this.#newest !== null
        ? { ms: now - this.#newest, reason: this.#away }
        : null;
    this.#away = null;
    this.#newest = now;
    if (this.#stalled) {
      this.#stalled = false;
      this.#events.state({ state: 'live' });
    }
    const arrivedNs = BigInt(Math.round(now * 1e6));
    const index = this.#index++;
    const arrivedMs = clock.now();
    const { pts, takenMs } = stamps.read(stampMs, arrivedMs);
    this.#events.frame({ index, jpeg, arrivedNs, arrivedMs, takenMs, pts, gap });
  }

  /** Tells of a silence, and ends a process that stays silent; resolves with why it did. */
  async #watch(
    child: CaptureProcess,
    since: number,
    first: () => number | null,
    over: AbortSignal,
  ): Promise<string | null> {
    const { clock, stalledMs = STALLED_MS, startWithinMs = START_WITHIN_MS } = this.#options;
    let waitMs = Math.min(stalledMs, startWithinMs);
    for (;;) {
      try {
        await clock.sleep(Math.ceil(waitMs) + 1, over);
      } catch {
        return null;
      }
      // After a freeze of the loop, pictures that came meanwhile are read before anything is judged.
      await setImmediate();
      const began = first() !== null;
      const silentMs = clock.monotonic() - (began ? (this.#newest ?? since) : since);
      if (!began) {
        if (silentMs >= startWithinMs) {
          void child.kill();
          return `No picture came within ${startWithinMs / 1000} s.`;
        }
        waitMs = Math.min(stalledMs, startWithinMs - silentMs);
      } else if (silentMs < stalledMs) {
        waitMs = stalledMs - silentMs;
      } else if (silentMs >= 2 * stalledMs) {
        void child.kill();
        return `No picture for ${(silentMs / 1000).toFixed(1)} s.`;
      } else {
        this.#away ??= 'stalled';
        if (!this.#stalled) this.#events.state({ state: 'stalled', forMs: silentMs });
        this.#stalled = true;
        waitMs = 2 * stalledMs - silentMs;
      }
    }
  }
}

const explain = (error: unknown): string =>
  error instanceof CameraTrouble
    ? `${error.message} ${error.hint}`
    : error instanceof Error
      ? error.message
      : String(error);

/** Starts at once and comes back with back-off until it is closed. */
export const startCapture = (options: CaptureOptions): Capture =>
  new SupervisedCapture(options);
