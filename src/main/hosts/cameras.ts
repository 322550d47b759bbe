import type {
  CameraDescriptor,
  CameraListing,
  CameraSlot,
  CameraStatus,
  Disk,
  SelfTest,
} from '#shared/contract/camera.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { Cameras } from '../cameras/create-cameras.ts';
import { CameraTrouble } from '../cameras/ports.ts';
import { faultError } from './faults.ts';
import { refuseAgent } from './refuse-agent.ts';

interface CameraInput {
  command: string;
  payload: Record<string, unknown>;
}

interface CommandCall {
  input: { params: { slot: string }; body: CameraInput };
  context: { origin: Origin };
}

interface TogetherCall {
  input: CameraInput & { slots?: string[] | undefined };
  context: { origin: Origin };
}

const listed = (view: CameraSlot): CameraListing => ({
  ...view,
  capture_fps: view.telemetry?.capture_fps ?? null,
  record_fps: view.telemetry?.record_fps ?? null,
  queue_depth: view.telemetry?.queue_depth ?? null,
  frames_recorded: view.telemetry?.frames_recorded ?? null,
});

/** What agents do goes through the one door. @throws refused */
const refuseAgents = (origin: Origin): void =>
  refuseAgent(origin, {
    message: 'An agent may not command a camera directly.',
    reason: 'needs_intent',
    hint: 'Fire an intent whose action_type is camera: POST /api/intents/{name}/execute.',
  });

/** The contract's camera procedures. What a camera refuses is a status in the answer and no fault. */
export const camerasOf = (cameras: Cameras) => ({
  list: (): CameraListing[] => cameras.list().map(listed),
  discover: (): Promise<CameraDescriptor[]> => cameras.discover(),
  command: ({ input, context }: CommandCall): Promise<CameraStatus[]> => {
    refuseAgents(context.origin);
    return cameras.command(input.params.slot, input.body);
  },
  commandTogether: ({ input, context }: TogetherCall): Promise<CameraStatus[]> => {
    refuseAgents(context.origin);
    const { slots, ...command } = input;
    return cameras.commandTogether(slots ?? 'all', command);
  },
  disks: (): Promise<Disk[]> => cameras.disks(),
  selfTest: async ({ context }: { context: { origin: Origin } }): Promise<SelfTest> => {
    refuseAgents(context.origin);
    try {
      return await cameras.selfTest();
    } catch (error) {
      if (!(error instanceof CameraTrouble)) throw error;
      const { message, hint } = error;
      throw faultError({ error_type: 'validation_error', message, details: { hint } });
    }
  },
});
