import type { CameraDescriptor, CameraMode, CameraStatus } from '#shared/contract/camera.ts';
import type { Clock } from '../clock.ts';
import type { CameraBackend, Frame } from './ports.ts';
import type { SlotRecording } from './runtime-recording.ts';
import { CameraSource } from './runtime-source.ts';
import type { Payload } from './runtime-turns.ts';
import { CameraMeters } from './telemetry-meters.ts';

/** What a slot gives to the camera that is assigned to it. */
export interface AssignedDeps {
  clock: Clock;
  backend: CameraBackend;
  recording: SlotRecording;
  telemetryIntervalMs: () => number;
  metricsEveryFrames: () => number;
  frame: (frame: Frame) => void;
  say: (status: CameraStatus['status'], payload: Payload) => void;
  changed: () => void;
}

/** The camera of a slot with what is measured of it, from its assignment to its release. */
export class AssignedCamera {
  readonly source: CameraSource;
  readonly meters: CameraMeters;
  readonly #deps: AssignedDeps;
  readonly #end = new AbortController();

  constructor(deps: AssignedDeps, descriptor: CameraDescriptor, mode: CameraMode | null) {
    this.#deps = deps;
    const { clock, backend, recording, say, changed } = deps;
    this.meters = new CameraMeters(clock);
    const events = {
      frame: (frame: Frame) => this.#frame(frame),
      bad: (reason: string) => {
        this.meters.bad();
        recording.lost(reason);
      },
      changed: () => changed(),
      away: (payload: Payload) => say('device_lost', { name: descriptor.name, ...payload }),
      back: () => say('device_recovered', { name: descriptor.name }),
    };
    this.source = new CameraSource({ clock, backend, events }, descriptor, mode);
    void this.#measure();
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.source.close();
  }

  #frame(frame: Frame): void {
    const { recording, metricsEveryFrames, changed } = this.#deps;
    recording.push(frame);
    this.#deps.frame(frame);
    this.meters.frame(frame);
    if (this.meters.captured % metricsEveryFrames() === 0) changed();
  }

  async #measure(): Promise<void> {
    const { clock, recording, telemetryIntervalMs, say, changed } = this.#deps;
    const { signal } = this.#end;
    for (;;) {
      await clock.sleep(telemetryIntervalMs(), signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.meters.measureCpu([...this.source.pids, ...recording.pids]);
      if (signal.aborted) return;
      say('telemetry', { ...this.meters.read(recording) });
      changed();
    }
  }
}
