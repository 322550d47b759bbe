import type { Fault } from '#shared/contract/errors.ts';
import type { MacroRun } from '#shared/contract/macro.ts';

export const CLOSING: Fault = {
  error_type: 'refused',
  message: 'The app is closing, so nothing more is sent.',
  details: { reason: 'closing', short: 'closing', hint: 'Start the app again.' },
};

export const MACROS_OFF: Fault = {
  error_type: 'refused',
  message: 'Macros are switched off in the configuration.',
  details: {
    reason: 'macros_off',
    short: 'macros off',
    hint: 'Set enable_macros to true in Settings.',
  },
};

export const NO_ACTIONS: Fault = {
  error_type: 'invalid_mapping',
  message: 'This intent has no actions, so nothing was sent.',
  details: { short: 'no actions', hint: 'Add an action to the intent, or enable one.' },
};

export const noSuchAction = (index: number): Fault => ({
  error_type: 'invalid_mapping',
  message: `This intent has no action ${index + 1}, so nothing was sent.`,
  details: { short: 'no action', hint: 'Count the actions from 0.' },
});

export const frozenFault = (stalledMs: number): Fault => ({
  error_type: 'connection_timeout',
  message: `The app stood still for ${(stalledMs / 1000).toFixed(1)} s, so this was not sent.`,
  details: {
    reason: 'frozen',
    stalled_ms: stalledMs,
    short: 'too late',
    hint: 'Press again if you still want it.',
  },
});

export const interruptedFault = ({ macro_id, step, started_at }: MacroRun): Fault => ({
  error_type: 'interrupted',
  message: `The app ended while ${macro_id} was at step ${step}.`,
  details: {
    step,
    started_at,
    short: `stopped at ${step}`,
    hint: 'It does not go on by itself. Look at the devices, then run it from that step.',
  },
});

export const internalFault = (): Fault => ({
  error_type: 'internal',
  message: 'The app itself made a mistake; the log has the details.',
  details: { hint: 'Press again; if it stays, report it with the log.' },
});
