import type { CameraMode, CameraSlot, Take } from '#shared/contract/camera.ts';
import { isoOf, type Clock } from '../clock.ts';
import {
  CameraTrouble,
  type Frame,
  type RecorderFigures,
  type TakeRecorder,
  type TakeRequest,
} from './ports.ts';
import { SlidingRate } from './telemetry-rate.ts';

export type StartTake = (request: TakeRequest) => Promise<TakeRecorder>;

export interface RecordingRequest {
  slot: string;
  camera: string;
  mode: CameraMode;
  codec: 'mjpeg' | 'h264';
  outputDir: string;
  sessionPrefix: string;
  trialNumber: number;
  queueLimit: number;
}

/** The take of one slot: at most one at a time. */
export class SlotRecording {
  readonly #clock: Clock;
  readonly #startTake: StartTake;
  readonly #broke: (message: string) => void;
  #take: TakeRecorder | null = null;
  #request: RecordingRequest | null = null;
  #number = 0;
  #frames = new SlidingRate();
  #bytes = new SlidingRate();
  #elapsedMs = 0;
  /** Since when it records without a pause; null while it pauses. */
  #since: number | null = null;

  /** `broke` is told when a take ended by itself; it still has to be stopped. */
  constructor(deps: { clock: Clock; startTake: StartTake; broke: (message: string) => void }) {
    this.#clock = deps.clock;
    this.#startTake = deps.startTake;
    this.#broke = deps.broke;
  }

  get running(): boolean {
    return this.#take !== null;
  }

  get paused(): boolean {
    return this.#take !== null && this.#since === null;
  }

  get pids(): number[] {
    return this.#take?.pids() ?? [];
  }

  get figures(): RecorderFigures | null {
    return this.#take?.figures() ?? null;
  }

  get outputDir(): string | null {
    return this.#request?.outputDir ?? null;
  }

  framesPerSecond(): number {
    return this.#frames.perSecond(this.#clock.monotonic());
  }

  bytesPerSecond(): number {
    return this.#bytes.perSecond(this.#clock.monotonic());
  }

  state(): CameraSlot['recording'] {
    const take = this.#take;
    const request = this.#request;
    if (!take || !request) return null;
    return {
      file: take.file,
      session_prefix: request.sessionPrefix,
      trial_number: request.trialNumber,
      started_at: isoOf(take.startedMs),
      elapsed_ms: Math.round(this.#recordedMs()),
      paused: this.#since === null,
    };
  }

  /** Gets the recorder ready, waits for `moment`, and takes the frames from then on. @throws CameraTrouble */
  async start(request: RecordingRequest, moment: () => Promise<void>): Promise<void> {
    if (this.#take)
      throw new CameraTrouble(
        `It records already, into ${this.#take.file}.`,
        'Stop that take first.',
      );
    this.#number += 1;
    const number = this.#number;
    const take = await this.#startTake({
      ...request,
      broke: (message) => {
        if (number === this.#number) this.#broke(message);
      },
    });
    await moment();
    this.#take = take;
    this.#request = request;
    this.#frames = new SlidingRate();
    this.#bytes = new SlidingRate();
    this.#elapsedMs = 0;
    this.#since = this.#clock.monotonic();
  }

  push(frame: Frame): void {
    const take = this.#take;
    if (!take) return;
    take.push(frame);
    const { recorded, bytes } = take.figures();
    const now = this.#clock.monotonic();
    this.#frames.note(now, recorded);
    this.#bytes.note(now, bytes);
  }

  lost(reason: string): void {
    this.#take?.lost(reason);
  }

  /** @throws CameraTrouble */
  pause(): void {
    const take = this.#running();
    if (this.#since === null)
      throw new CameraTrouble('The take pauses already.', 'Resume it, or stop it.');
    take.pause();
    this.#elapsedMs = this.#recordedMs();
    this.#since = null;
  }

  /** @throws CameraTrouble */
  resume(): void {
    const take = this.#running();
    if (this.#since !== null)
      throw new CameraTrouble('The take does not pause.', 'There is nothing to resume.');
    take.resume();
    this.#since = this.#clock.monotonic();
  }

  /** @throws CameraTrouble where nothing is recorded */
  async stop(reason: string): Promise<Take> {
    const take = this.#running();
    this.#take = null;
    this.#request = null;
    return take.stop(reason);
  }

  #running(): TakeRecorder {
    if (this.#take) return this.#take;
    throw new CameraTrouble('Nothing is being recorded here.', 'Start a recording first.');
  }

  #recordedMs(): number {
    if (this.#since === null) return this.#elapsedMs;
    return this.#elapsedMs + this.#clock.monotonic() - this.#since;
  }
}
