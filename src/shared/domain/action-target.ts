import { ALL_CAMERAS } from '../contract/camera.ts';
import { fromHardwareName } from './hardware-name.ts';
import { PerformedActionSchema, type PerformedAction } from '../contract/intent.ts';

const PERFORMED: ReadonlySet<string> = new Set(PerformedActionSchema.options);

/** True where the control room does it itself: then no device, protocol or button stands behind it. */
export const isPerformed = (type: string): type is PerformedAction => PERFORMED.has(type);

/** A client, or the type of a message, that an action of type `hardware` names. */
export const wordOf = (named: string): string => fromHardwareName(named) ?? named;

/** Who an action is for, in the operator's words. */
export const actionTarget = (action: { action_type: string; device_id: string }): string => {
  if (action.action_type === 'hardware') return wordOf(action.device_id);
  return action.action_type === 'camera' && action.device_id === ALL_CAMERAS
    ? 'all cameras'
    : action.device_id;
};

/** What an action does there, in the operator's words: its protocol, its command, the type of its message. */
export const actionName = (action: { action_type: string; protocol_name: string }): string =>
  action.action_type === 'hardware' ? wordOf(action.protocol_name) : action.protocol_name;
