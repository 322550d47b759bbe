import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { waitAtMost } from '../../store/store-waits.ts';
import { lastLine } from '../backends/run-tool.ts';
import { CameraTrouble } from '../ports.ts';

const FINISH_MS = 2500;
const KILL_MS = 1000;
const MOST_SAID = 4000;

/** One ffmpeg that writes one file from what it is fed. */
export class RecorderProcess {
  /** Resolves with its last words when it has ended, asked or not. */
  readonly ended: Promise<string>;
  readonly pid: number | undefined;
  /** As ffmpeg counts them, once a second and at its end. */
  frames = 0;
  bytes = 0;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #clock: Clock;
  #said = '';
  #running = true;
  #clean = false;

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, clock: Clock) {
    this.#child = child;
    this.#clock = clock;
    this.pid = child.pid;
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#progress(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-MOST_SAID);
    });
    // A write into a recorder that ended fails here and in its own callback, which is where it counts.
    child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#running = false;
        this.#clean = code === 0;
        const how = signal
          ? `it was ended by ${signal}`
          : `it ended with status ${code ?? '?'}`;
        resolve(lastLine(this.#said) || how);
      });
    });
  }

  /** @throws CameraTrouble where it does not start */
  static async start(program: string, args: string[], clock: Clock): Promise<RecorderProcess> {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // Ctrl-C in a terminal goes to the whole group: the recorder would end before it got its last frames.
      detached: process.platform !== 'win32',
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new CameraTrouble(
        `The recorder ${program} does not start: ${error instanceof Error ? error.message : ''}`,
        'Install ffmpeg 5.0 or newer, then start again.',
      );
    }
    return new RecorderProcess(child, clock);
  }

  get running(): boolean {
    return this.#running;
  }

  /** It ended and says that all went well: its count is that of the finished file. */
  get clean(): boolean {
    return this.#clean;
  }

  /** Resolves when the pipe has taken all of it; false where the recorder is gone. */
  write(parts: readonly Buffer[]): Promise<boolean> {
    const { stdin } = this.#child;
    return new Promise((resolve) => {
      stdin.cork();
      parts.forEach((part, at) => {
        if (at < parts.length - 1) stdin.write(part);
        else stdin.write(part, (error) => resolve(!error));
      });
      stdin.uncork();
    });
  }

  /**
   * Closes its input and waits for it to finish the file; kills it when that takes too long. Within 3.5 s. A
   * signal would not do: ffmpeg looks for one only between two frames.
   */
  async finish(): Promise<void> {
    this.#child.stdin.end();
    await waitAtMost(this.#clock, FINISH_MS, this.ended);
    if (!this.#running) return;
    this.#child.kill('SIGKILL');
    await waitAtMost(this.#clock, KILL_MS, this.ended);
  }

  #progress(text: string): void {
    this.frames = Number(/.*^frame=\s*(\d+)/ms.exec(text)?.[1] ?? this.frames);
    this.bytes = Number(/.*^total_size=\s*(\d+)/ms.exec(text)?.[1] ?? this.bytes);
  }
}
