import {
  ALL_CAMERAS,
  CAMERA_COMMAND_MS,
  CAMERA_COMMANDS,
  isCameraCommand,
  type CameraCommand,
  type CameraSlot,
} from '#shared/contract/camera.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { CommandView } from '#shared/contract/execution.ts';
import { cameraPayload } from '#shared/domain/camera-payload.ts';
import type { Performer, Prepared } from '../engine/performer.ts';
import { payloadIssues } from './command-payload.ts';
import type { Cameras } from './create-cameras.ts';
import { judgeStatuses } from './judge-statuses.ts';

const no = (
  error_type: Fault['error_type'],
  message: string,
  details: { hint: string; short?: string },
): Prepared => ({ ok: false, fault: { error_type, message, details } });

const unknownCommand = (command: string): Prepared =>
  no('invalid_mapping', `Cameras know no command ${command}.`, {
    short: 'no command',
    hint: `Use one of ${CAMERA_COMMANDS.join(', ')}.`,
  });

const unknownSlot = (slot: string, views: readonly CameraSlot[]): Prepared => {
  const slots = views.map((view) => view.slot);
  return no('device_not_found', `There is no camera slot ${slot}.`, {
    short: 'no camera',
    hint:
      slots.length === 0
        ? 'Assign a camera on the Cameras page first.'
        : `Use one of ${slots.join(', ')}, or ${ALL_CAMERAS}.`,
  });
};

const badPayload = (command: CameraCommand, payload: Record<string, unknown>): Fault | null => {
  const fields = payloadIssues(command, payload).map(({ path, message }) => ({
    field: path.join('.') || 'payload',
    message,
  }));
  if (fields.length === 0) return null;
  return {
    error_type: 'validation_error',
    message: fields.map(({ field, message }) => `${field}: ${message}`).join(' '),
    details: {
      fields,
      hint: "Correct them in the action's variables, or in the context that it was fired with.",
    },
  };
};

/** The slots that are meant; none where there is no such thing. */
const slotsFor = (
  target: string,
  command: CameraCommand,
  views: readonly CameraSlot[],
): string[] => {
  if (target === ALL_CAMERAS)
    return views.filter(({ descriptor }) => descriptor !== null).map(({ slot }) => slot);
  // Only an assignment makes a slot.
  const isThere = command === 'assign_device' || views.some(({ slot }) => slot === target);
  return isThere ? [target] : [];
};

/** Actions of type `camera`: the seed's commands, at one slot or at every slot that has a camera together. */
export const cameraPerformer = (
  cameras: () => Pick<Cameras, 'list' | 'commandTogether'>,
): Performer => ({
  prepare({ target, command, values }) {
    if (!isCameraCommand(command)) return unknownCommand(command);
    const isForAll = target === ALL_CAMERAS;
    if (isForAll && command === 'assign_device')
      return no('invalid_mapping', 'A camera goes into one slot.', {
        hint: 'Name the slot in device_id.',
      });
    const payload = cameraPayload(command, values);
    const fault = badPayload(command, payload);
    if (fault) return { ok: false, fault };
    const views = cameras().list();
    const slots = slotsFor(target, command, views);
    if (slots.length === 0)
      return isForAll
        ? no('device_not_found', 'No slot has a camera.', {
            short: 'no camera',
            hint: 'Assign one on the Cameras page first.',
          })
        : unknownSlot(target, views);
    const view: CommandView = { transport: 'camera', slot: target, command, payload };
    if (isForAll) view.slots = slots;
    return {
      ok: true,
      view,
      lanes: slots.map((slot) => `camera:${slot}`),
      longestMs: CAMERA_COMMAND_MS,
      async perform() {
        const before = cameras()
          .list()
          .filter(({ slot }) => slots.includes(slot));
        const statuses = await cameras().commandTogether(slots, { command, payload });
        return judgeStatuses({ command, isForAll, before, statuses });
      },
    };
  },
});
