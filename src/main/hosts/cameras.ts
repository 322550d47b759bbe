import type {
  CameraDescriptor,
  CameraListing,
  CameraSlot,
  CameraStatus,
} from '#shared/contract/camera.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { Cameras } from '../cameras/create-cameras.ts';
import { refuseAgent } from './refuse-agent.ts';

interface CommandCall {
  input: {
    params: { slot: string };
    body: { command: string; payload: Record<string, unknown> };
  };
  context: { origin: Origin };
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
  /** @throws refused, to agents: what they do goes through the one door */
  command: ({ input, context }: CommandCall): Promise<CameraStatus[]> => {
    refuseAgent(context.origin, {
      message: 'An agent may not command a camera directly.',
      reason: 'needs_intent',
      hint: 'Fire an intent whose action_type is camera: POST /api/intents/{name}/execute.',
    });
    return cameras.command(input.params.slot, input.body);
  },
});
