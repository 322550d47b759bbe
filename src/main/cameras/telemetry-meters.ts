import type { CameraTelemetry } from '#shared/contract/camera.ts';
import type { Clock } from '../clock.ts';
import type { Frame } from './ports.ts';
import type { SlotRecording } from './runtime-recording.ts';
import { ProcessCpu } from './telemetry-cpu.ts';
import { SlidingRate } from './telemetry-rate.ts';

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

/** What one camera delivers, since it was assigned. */
export class CameraMeters {
  readonly #clock: Clock;
  readonly #cpu = new ProcessCpu();
  readonly #frames = new SlidingRate();
  readonly #bytes = new SlidingRate();
  #byteCount = 0;
  #bad = 0;
  #cpuPercent: number | null = null;
  captured = 0;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  frame({ jpeg }: Frame): void {
    this.captured += 1;
    this.#byteCount += jpeg.length;
    const now = this.#clock.monotonic();
    this.#frames.note(now, this.captured);
    this.#bytes.note(now, this.#byteCount);
  }

  bad(): void {
    this.#bad += 1;
  }

  async measureCpu(pids: readonly number[]): Promise<void> {
    this.#cpuPercent = await this.#cpu.percent(pids, this.#clock.monotonic());
  }

  bytesPerSecond(): number {
    return this.#bytes.perSecond(this.#clock.monotonic());
  }

  read(recording: SlotRecording): CameraTelemetry {
    const figures = recording.figures;
    return {
      capture_fps: oneDecimal(this.#frames.perSecond(this.#clock.monotonic())),
      record_fps: figures ? oneDecimal(recording.framesPerSecond()) : null,
      queue_depth: figures?.queueDepth ?? 0,
      frames_recorded: figures?.recorded ?? null,
      frames_captured: this.captured,
      drops: figures?.drops ?? (this.#bad > 0 ? { bad_frame: this.#bad } : {}),
      bytes_per_s: Math.round(this.bytesPerSecond()),
      cpu_percent: this.#cpuPercent === null ? null : oneDecimal(this.#cpuPercent),
    };
  }
}
