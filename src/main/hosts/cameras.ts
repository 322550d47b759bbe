import type {
  CameraDescriptor,
  CameraListing,
  CameraSlot,
  CameraStatus,
  Disk,
  SelfTest,
} from '#shared/contract/camera.ts';
import type { Cameras } from '../cameras/create-cameras.ts';
import { CameraTrouble } from '../cameras/ports.ts';
import { faultError } from './faults.ts';

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
  selfTest: async (): Promise<SelfTest> => {
    try {
      return await cameras.selfTest();
    } catch (error) {
      if (!(error instanceof CameraTrouble)) throw error;
      const { message, hint } = error;
      throw faultError({ error_type: 'validation_error', message, details: { hint } });
    }
  },
});
