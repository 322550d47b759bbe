import type {
  CameraDescriptor,
  CameraListing,
  CameraSlot,
  CameraStatus,
  Disk,
} from '#shared/contract/camera.ts';
import type { Cameras } from '../cameras/create-cameras.ts';

interface CameraInput {
  command: string;
  payload: Record<string, unknown>;
}

interface CommandInput {
  params: { slot: string };
  body: CameraInput;
}

const listed = (view: CameraSlot): CameraListing => ({
  ...view,
  capture_fps: view.telemetry?.capture_fps ?? null,
  record_fps: view.telemetry?.record_fps ?? null,
  queue_depth: view.telemetry?.queue_depth ?? null,
  frames_recorded: view.telemetry?.frames_recorded ?? null,
});

/** The contract's camera procedures. What a camera refuses is a status in the answer and no fault. */
export const camerasOf = (cameras: Cameras) => ({
  list: (): CameraListing[] => cameras.list().map(listed),
  discover: (): Promise<CameraDescriptor[]> => cameras.discover(),
  command: ({ input }: { input: CommandInput }): Promise<CameraStatus[]> =>
    cameras.command(input.params.slot, input.body),
  commandTogether: ({
    input: { slots, ...command },
  }: {
    input: CameraInput & { slots?: string[] | undefined };
  }): Promise<CameraStatus[]> => cameras.commandTogether(slots ?? 'all', command),
  disks: (): Promise<Disk[]> => cameras.disks(),
});
