import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import type { Stamps } from './source-stamps.ts';
import { StderrTail } from './stderr-tail.ts';

/** How a capture's process is started, and how what it writes (ffmpeg's smjpeg) is to be taken. */
export interface Launch {
  program: string;
  args: string[];
  /** Whose clock its times come from. */
  stamps: Stamps;
  /** Makes a picture whole, the `index`th of this process. What it throws ends the process. @throws CameraTrouble */
  finish?(jpeg: Buffer, index: number): Buffer;
}

const TERM_FOR_MS = 1000;
const DRAIN_FOR_MS = 500;
/** A sender of nonsense or of far too many pictures is held back by its own pipe. */
const WINDOW_MS = 250;
const MOST_BYTES_PER_WINDOW = 64_000_000;

/** One run of a process that writes pictures to stdout. */
export class CaptureProcess {
  /** Resolves, never rejects, when it has ended and nothing more is read from it. */
  readonly ended: Promise<string>;
  readonly tail = new StderrTail();
  readonly #clock: Clock;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #over = new AbortController();
  #finish: (why: string) => void = () => undefined;
  #windowEnds = 0;
  #bytes = 0;
  #pictures = 0;
  readonly #mostPictures: number;

  /** `mostPictures`: per quarter of a second. */
  constructor(
    launch: Pick<Launch, 'program' | 'args'>,
    clock: Clock,
    mostPictures: number,
    onData: (chunk: Buffer) => void,
  ) {
    this.#clock = clock;
    this.#mostPictures = mostPictures;
    const child = spawn(launch.program, launch.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#over.signal.aborted) return;
      this.#hold(chunk.length);
      onData(chunk);
    });
    child.stdout.on('error', () => undefined);
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => this.tail.push(text))
      .on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      const finish = (why: string): void => {
        if (this.#over.signal.aborted) return;
        this.#over.abort();
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(this.tail.last() || why);
      };
      this.#finish = finish;
      child.on('error', (error) => {
        if (child.pid === undefined)
          finish(`${launch.program} can't be started: ${error.message}`);
      });
      child.on('close', (code, signal) => finish(farewell(code, signal)));
      // A child of the child may keep the pipes open for ever.
      child.on('exit', (code, signal) => {
        child.stdout.resume();
        this.#after(DRAIN_FOR_MS, () => finish(farewell(code, signal)));
      });
    });
  }

  get pid(): number | null {
    return this.#over.signal.aborted ? null : (this.#child.pid ?? null);
  }

  /** One of the chunks held a picture. */
  countPicture(): void {
    this.#pictures += 1;
  }

  /** Ends it: asks, and after a second insists. */
  async kill(): Promise<void> {
    if (this.#over.signal.aborted) return;
    // Who is blocked on a full pipe does not hear the signal until the pipe is gone.
    this.#child.stdout.destroy();
    this.#child.kill('SIGTERM');
    this.#after(TERM_FOR_MS, () => this.#child.kill('SIGKILL'));
    // A process that hangs in a driver dies when the driver lets it.
    this.#after(2 * TERM_FOR_MS, () => this.#finish('It did not end when it was killed.'));
    await this.ended;
  }

  #hold(bytes: number): void {
    const now = this.#clock.monotonic();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + WINDOW_MS;
      this.#bytes = 0;
      this.#pictures = 0;
    }
    this.#bytes += bytes;
    if (this.#bytes < MOST_BYTES_PER_WINDOW && this.#pictures < this.#mostPictures) return;
    this.#child.stdout.pause();
    this.#after(this.#windowEnds - now, () => this.#child.stdout.resume());
  }

  #after(ms: number, act: () => void): void {
    this.#clock.sleep(ms, this.#over.signal).then(act, () => undefined);
  }
}

const farewell = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal ? `It was ended by ${signal}.` : `It ended with status ${code}.`;
