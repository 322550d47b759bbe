import type { CameraSlot } from '#shared/contract/camera.ts';
import { inOrder } from '../camera-words.ts';

/** A take that is not in the list of finished ones yet. */
export interface RunningTake {
  camera: CameraSlot;
  recording: NonNullable<CameraSlot['recording']>;
  state: 'recording' | 'paused' | 'judging';
}

type Cameras = Record<string, CameraSlot>;

/** Those that record, by slot. */
export const recordingNow = (cameras: Cameras): RunningTake[] =>
  inOrder(cameras).flatMap((camera) => {
    const { recording } = camera;
    if (!recording) return [];
    return { camera, recording, state: recording.paused ? 'paused' : 'recording' };
  });

/** Those that ended between two moments and whose verdict is still to come. */
export const endedBetween = (before: Cameras, now: Cameras): RunningTake[] =>
  recordingNow(before).flatMap(({ camera, recording }) => {
    const after = now[camera.slot];
    if (after?.recording?.file === recording.file) return [];
    if (after?.last_take?.file === recording.file) return [];
    return { camera, recording, state: 'judging' as const };
  });

/** Those of them that are not in the list of finished takes yet. */
export const stillOpen = (
  running: RunningTake[],
  takes: readonly { file: string }[],
): RunningTake[] => {
  const finished = new Set(takes.map(({ file }) => file));
  return running.filter(
    ({ state, recording }) => state !== 'judging' || !finished.has(recording.file),
  );
};

/** Another text whenever the engine judged one more take. */
export const judgedSoFar = (cameras: Cameras): string =>
  Object.values(cameras)
    .map(({ slot, last_take }) => `${slot} ${last_take?.at ?? ''}`)
    .sort()
    .join(', ');
