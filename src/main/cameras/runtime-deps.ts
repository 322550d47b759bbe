import type {
  CameraDescriptor,
  CameraId,
  CameraMode,
  CameraPreview,
  CamerasConfig,
  CameraStatus,
} from '#shared/contract/camera.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SlotConfig } from './commands.ts';
import type { CameraBackend, Frame } from './ports.ts';
import type { StartTake } from './runtime-recording.ts';

export type Backends = Record<CameraId['backend'], CameraBackend>;

export interface RuntimeDeps {
  slot: string;
  clock: Clock;
  log: Log;
  /** As it is now: it may change at any time. */
  config: () => CamerasConfig;
  /** Where takes go when nobody says otherwise. */
  outputDir: () => string;
  backends: Backends;
  startTake: StartTake;
  /** @throws CameraTrouble where the folder's disk has no room for a take */
  admitTake: (outputDir: string, bytesPerS: number) => Promise<void>;
  /** The slot that has this camera already, or null: then it is ours until `release`. */
  claim: (descriptor: CameraDescriptor) => string | null;
  release: () => void;
  frame: (frame: Frame) => void;
  /** What the slot's viewers got when it was last measured. */
  preview: () => CameraPreview;
  status: (status: CameraStatus) => void;
  /** The slot's view is other than before. */
  changed: () => void;
  /** What lasts over a restart is other than before. */
  remember: () => void;
}

/** What a slot is given back after a restart. */
export interface Assignment {
  descriptor: CameraDescriptor;
  mode: CameraMode | null;
  settings: SlotConfig;
}
