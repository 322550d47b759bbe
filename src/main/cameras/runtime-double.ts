import type {
  CameraCapabilities,
  CameraDescriptor,
  CameraId,
  CameraMode,
  Take,
} from '#shared/contract/camera.ts';
import type { TakeListing } from '#shared/contract/take-view.ts';
import type { TakeKeeping } from './keep-takes.ts';
import {
  CameraTrouble,
  type CameraBackend,
  type Capture,
  type CaptureEvents,
  type Frame,
  type TakeRecorder,
  type TakeRequest,
} from './ports.ts';
import type { Backends } from './runtime-deps.ts';
import type { RowTimes } from './takes/row-times.ts';
import { noSuchTake, NoSuchTake, type TakeAsk } from './takes/take-folder.ts';
import type { TakeLibrary } from './takes/take-library.ts';
import { rowsOf, timelineOf } from './takes/timeline.ts';

export const HD: CameraMode = { width: 1280, height: 720, fps: 30, format: 'MJPG' };
const SD: CameraMode = { width: 640, height: 480, fps: 30, format: 'MJPG' };

export const aCamera = (
  stable_id: string,
  backend: CameraId['backend'] = 'usb',
): CameraDescriptor => ({
  camera_id: { backend, stable_id },
  name: `Camera ${stable_id}`,
  device_path: `/dev/${stable_id}`,
});

/** A frame of `bytes` bytes, `index` thirtieths of a second after the first. */
export const aFrame = (index: number, bytes = 1000): Frame => ({
  index,
  jpeg: Buffer.alloc(bytes, index % 256),
  arrivedNs: BigInt(index) * 33_333_333n,
  arrivedMs: Date.parse('2026-11-21T20:00:00Z') + index * 33,
  takenMs: Date.parse('2026-11-21T20:00:00Z') + index * 33,
  pts: null,
  gap: null,
});

/** Cameras that a test plugs in, and that deliver when the test says so. */
export class BackendDouble implements CameraBackend {
  readonly plugged = new Map<string, CameraDescriptor>();
  readonly captures: {
    descriptor: CameraDescriptor;
    mode: CameraMode;
    events: CaptureEvents;
  }[] = [];
  readonly probed: string[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #brightness = new Map<string, number>();

  plug(descriptor: CameraDescriptor): void {
    this.plugged.set(descriptor.camera_id.stable_id, descriptor);
    for (const changed of this.#watchers) changed();
  }

  /** What the camera at this moment is listened to by. */
  events(stableId: string): CaptureEvents {
    const found = this.captures.find(
      ({ descriptor }) => descriptor.camera_id.stable_id === stableId,
    );
    if (!found) throw new Error(`${stableId} is not captured`);
    return found.events;
  }

  discover(): Promise<CameraDescriptor[]> {
    return Promise.resolve([...this.plugged.values()]);
  }

  probe({ camera_id, device_path }: CameraDescriptor): Promise<CameraCapabilities> {
    this.probed.push(camera_id.stable_id);
    if (this.plugged.get(camera_id.stable_id)?.device_path !== device_path)
      return Promise.reject(
        new CameraTrouble(`There is nothing at ${device_path}.`, 'Plug it in.'),
      );
    const value = this.#brightness.get(camera_id.stable_id) ?? 50;
    return Promise.resolve({
      modes: [HD, SD],
      controls: [
        {
          name: 'brightness',
          kind: 'int',
          min: 0,
          max: 100,
          step: 5,
          default: 50,
          value,
          menu: null,
          inactive: false,
        },
      ],
      default_preview: SD,
      default_record: HD,
    });
  }

  open(descriptor: CameraDescriptor, mode: CameraMode, events: CaptureEvents): Capture {
    const opened = { descriptor, mode, events };
    this.captures.push(opened);
    return {
      mode,
      pids: () => [],
      close: () => {
        this.captures.splice(this.captures.indexOf(opened), 1);
        return Promise.resolve();
      },
    };
  }

  /** Takes steps of five, as the camera says. */
  setControl(descriptor: CameraDescriptor, _: string, value: number): Promise<number> {
    const taken = Math.round(value / 5) * 5;
    this.#brightness.set(descriptor.camera_id.stable_id, taken);
    return Promise.resolve(taken);
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  get watchers(): number {
    return this.#watchers.size;
  }
}

export const backendDoubles = (): {
  all: Backends;
  usb: BackendDouble;
  network: BackendDouble;
} => {
  const usb = new BackendDouble();
  const network = new BackendDouble();
  return { all: { usb, network, synthetic: new BackendDouble() }, usb, network };
};

/** A row every 40 ms. */
const timesOf = ({ frames }: TakeListing): RowTimes => ({
  count: frames,
  ms: Float64Array.from({ length: frames }, (_, row) => row * 40),
  utcMs: new Float64Array(frames),
  pts: new Float64Array(frames),
  queueDepth: new Uint32Array(frames),
  droppedBefore: new Uint32Array(frames),
});

/** Takes kept in memory. */
export class TakesDouble implements TakeKeeping {
  readonly requests: TakeRequest[] = [];
  readonly finished: Take[] = [];
  readonly pushed: number[] = [];
  readonly recovered: string[] = [];
  /** What a crash left. */
  left: Take[] = [];
  /** The folders that a library looks into now. */
  folders: () => readonly string[] = () => [];
  /** A recorder that drops each so-manyeth frame; none at 0. */
  dropEach = 0;
  /** A recorder is not ready before. */
  holdUp: Promise<void> = Promise.resolve();

  readonly start = async (request: TakeRequest): Promise<TakeRecorder> => {
    await this.holdUp;
    if (request.outputDir.includes('missing'))
      return Promise.reject(new CameraTrouble('The folder is missing.', 'Make it.'));
    this.requests.push(request);
    const file = `${request.sessionPrefix}_trial${String(request.trialNumber).padStart(3, '0')}_${request.camera}.mkv`;
    const drops: Record<string, number> = {};
    let recorded = 0;
    let bytes = 0;
    let paused = false;
    const drop = (reason: string): void => {
      drops[reason] = (drops[reason] ?? 0) + 1;
    };
    return Promise.resolve({
      file,
      startedMs: Date.parse('2026-11-21T20:00:00Z'),
      push: ({ index, jpeg }: Frame) => {
        if (paused) return;
        this.pushed.push(index);
        if (this.dropEach > 0 && index % this.dropEach === 0) drop('queue_full');
        else {
          recorded += 1;
          bytes += jpeg.length;
        }
      },
      lost: drop,
      pause: () => void (paused = true),
      resume: () => void (paused = false),
      figures: () => ({ queueDepth: 3, recorded, drops: { ...drops }, bytes }),
      pids: () => [],
      stop: () => {
        const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
        const take: Take = {
          file,
          camera: request.camera,
          slot: request.slot,
          session_prefix: request.sessionPrefix,
          trial_number: request.trialNumber,
          started_at: '2026-11-21T20:00:00.000Z',
          stopped_at: '2026-11-21T20:01:00.000Z',
          mode: request.mode,
          requested_fps: request.mode.fps,
          actual_fps: request.mode.fps,
          frames: recorded,
          rows: recorded,
          captured: recorded + dropped,
          drops,
          gaps: [],
          largest_gap_ms: 0,
          bytes,
          recovered: false,
          verdict: 'PASS',
          reasons: [],
          app_version: '1.2.3',
        };
        this.finished.push(take);
        return Promise.resolve(take);
      },
    });
  };

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  /** A library with the finished takes, whose frames are the bytes of their numbers. */
  library(folders: () => readonly string[]): TakeLibrary {
    this.folders = folders;
    const find = ({ file }: TakeAsk): TakeListing => {
      const take = this.finished.find((one) => one.file === file);
      if (!take) throw noSuchTake(file);
      const place = { path: `/takes/${file}`, folder: '00000000' };
      return { ...take, ...place, codec: 'mjpeg', problem: null };
    };
    const version = 'v1';
    return {
      list: () => Promise.resolve(this.finished.map(find)),
      view: async (ask) => {
        const take = find(ask);
        return { ...take, version, timing: await timelineOf(timesOf(take), take) };
      },
      rows: async (ask, { from = 0, count = 500 }) => rowsOf(timesOf(find(ask)), from, count),
      frame: async (ask, row, _, known) => {
        if (row >= find(ask).frames)
          throw new NoSuchTake(`${ask.file} has no frame ${row}.`, 'Ask for another.');
        return { version, jpeg: known === version ? null : Buffer.from(`frame ${row}`) };
      },
    };
  }

  recover(outputDir: string): Promise<Take[]> {
    this.recovered.push(outputDir);
    return Promise.resolve(this.left);
  }
}
