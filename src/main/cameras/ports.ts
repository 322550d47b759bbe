import type {
  CameraCapabilities,
  CameraDescriptor,
  CameraMode,
  Take,
} from '#shared/contract/camera.ts';

/** One picture as it came. */
export interface Frame {
  /** Counts from 0 since the capture started, over its restarts. */
  index: number;
  jpeg: Buffer;
  /** When its last byte arrived: monotonic nanoseconds, and wall clock milliseconds since 1970. */
  arrivedNs: bigint;
  arrivedMs: number;
  /** When it was taken, in wall clock milliseconds: by the source's own clock where it keeps one, else `arrivedMs`. */
  takenMs: number;
  /**
   * The source's own timestamp in seconds, null where it has none. From an arbitrary beginning, and from another one
   * after a gap for which the source was started again.
   */
  pts: number | null;
  /** Set on the first frame after the source was away, with how long and why. */
  gap: { ms: number; reason: string } | null;
}

export type SourceState =
  | { state: 'starting' }
  | { state: 'live' }
  | { state: 'stalled'; forMs: number }
  | { state: 'lost'; message: string; nextTryMs: number };

export interface CaptureEvents {
  frame(frame: Frame): void;
  state(state: SourceState): void;
  /** A piece of the stream that was no picture, or was too large to be one. */
  bad(reason: string): void;
}

/** One camera that delivers frames until it is closed. Comes back with back-off by itself. */
export interface Capture {
  readonly mode: CameraMode;
  /** Ids of its processes, for their CPU time. */
  pids(): number[];
  /** Resolves when its process has ended. Within 3 s. */
  close(): Promise<void>;
}

/** Where cameras come from: `usb`, `network`, `synthetic`. */
export interface CameraBackend {
  discover(): Promise<CameraDescriptor[]>;
  /** @throws CameraTrouble where it is not there or says nothing of use. */
  probe(descriptor: CameraDescriptor): Promise<CameraCapabilities>;
  open(descriptor: CameraDescriptor, mode: CameraMode, events: CaptureEvents): Capture;
  /** Sets a control and reads it back. @throws CameraTrouble */
  setControl(descriptor: CameraDescriptor, control: string, value: number): Promise<number>;
  /** Told when cameras come or go; returns the way to stop. */
  watch(changed: () => void): () => void;
}

/** What went wrong with a camera, its file or ffmpeg; `hint` says what to do. */
export class CameraTrouble extends Error {
  override readonly name = 'CameraTrouble';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export interface RecorderFigures {
  queueDepth: number;
  recorded: number;
  drops: Record<string, number>;
  bytes: number;
}

/** One take being written. Frames go in as they come; none is waited for. */
export interface TakeRecorder {
  readonly file: string;
  readonly startedMs: number;
  push(frame: Frame): void;
  /** The camera saw a piece that was no picture: accounted for as a drop. */
  lost(reason: string): void;
  pause(): void;
  resume(): void;
  figures(): RecorderFigures;
  pids(): number[];
  /** Finishes the file, judges it, and resolves with the take. Within 10 s; never rejects. */
  stop(reason: string): Promise<Take>;
}

export interface TakeRequest {
  slot: string;
  camera: string;
  mode: CameraMode;
  codec: 'mjpeg' | 'h264';
  outputDir: string;
  sessionPrefix: string;
  trialNumber: number;
  queueLimit: number;
  /** Told when the take ended by itself: disk gone, recorder dead. It still has to be stopped. */
  broke(message: string): void;
}
