import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Outcome } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { actionName, actionTarget } from '#shared/domain/action-target.ts';
import { isSecret } from '#shared/domain/fill-variables.ts';
import type { Run } from './run.ts';

/** Without the store nothing can be decided: that is a refusal, with its reason, not a device's failure. */
export const lookupOutcome = (fault: Fault): Outcome =>
  fault.error_type === 'store_unavailable' ? 'refused' : 'failed';

export const cancelled = (): Fault => ({
  error_type: 'cancelled',
  message: 'Cancelled before anything was sent.',
  details: {},
});

export const tooLate = (run: Run, config: BridgeConfig): Fault => ({
  error_type: 'connection_timeout',
  message: 'Its turn did not come in time, so it was not sent.',
  details: {
    timeout_ms: Math.round(Math.min(run.expiresAt, run.deadline) - run.started),
    hint: `Others were before it on the same button or target (spacing ${config.pacing.button_gap_ms} ms). Press again, or raise timeout_ms.`,
  },
});

export const queueFull = (target: string, config: BridgeConfig): Fault => ({
  error_type: 'refused',
  message: `${config.queue_limit} commands wait for ${target} already, so this one was not taken.`,
  details: {
    reason: 'queue_full',
    queue_limit: config.queue_limit,
    short: 'queue full',
    hint: 'Wait until the queue is shorter, or raise queue_limit.',
  },
});

export const heldBack = (target: string, nextTryMs: number, failures: number): Fault => ({
  error_type: 'refused',
  message: `${target} failed ${failures} times in a row, so nothing is sent to it for now.`,
  details: {
    reason: 'breaker_open',
    next_try_in_ms: Math.round(nextTryMs),
    short: 'held back',
    hint: `It is tried again in ${(nextTryMs / 1000).toFixed(1)} s. Check that the device is on and can be reached.`,
  },
});

export const observeOnly = (target: string): Fault => ({
  error_type: 'refused',
  message: `${target} is only observed, so nothing was sent to it.`,
  details: {
    reason: 'observe_only',
    device_id: target,
    short: 'observe only',
    hint: 'Look at the command in the trace. If it may go out, let the device send: at the key that was pressed, or on the Devices page.',
  },
});

/** For a run on the simulators: `what` is a transport, or what the control room does itself. */
export const noSimulator = (what: string): Fault => ({
  error_type: 'refused',
  message: `There is no simulator for ${what}, so nothing was done.`,
  details: {
    reason: 'no_simulator',
    short: 'no simulator',
    hint: 'Everything else can be tried on the simulators; this only for real.',
  },
});

export const delayTooLong = (run: Run, ms: number, now: number): Fault => ({
  error_type: 'validation_error',
  message: `Its delay of ${ms} ms would end after the time limit, so it was not sent.`,
  details: {
    delay_ms: ms,
    left_ms: Math.max(0, Math.round(run.deadline - now)),
    hint: 'Shorten the delay or raise timeout_ms.',
  },
});

/** Of what the control room does itself: nobody's spacing made it wait. */
export const tookTooLong = (run: Run): Fault => ({
  error_type: 'connection_timeout',
  message: 'Its turn did not come in time, so it was not done.',
  details: {
    timeout_ms: Math.round(Math.min(run.expiresAt, run.deadline) - run.started),
    hint: 'What came before it took too long. Do it again if you still want it, or raise timeout_ms.',
  },
});

export const noPerformer = ({ action_type }: ButtonAction): Fault => ({
  error_type: 'invalid_mapping',
  message: `Nothing here does ${action_type} actions.`,
  details: { short: 'not here', hint: 'Run it in a control room that does.' },
});

export const valueMissing = (variable: string, action: ButtonAction): Fault => ({
  error_type: 'validation_error',
  message: isSecret(variable)
    ? `A ${action.action_type} action can't hold a secret: {${variable}}.`
    : `Missing variables: ${variable}`,
  details: {
    missing: [variable],
    short: 'missing value',
    hint: isSecret(variable)
      ? 'Secrets are for the templates of protocols. Take it out.'
      : `Give ${variable} in the action's variables or in the request's context.`,
  },
});

/** It was begun, and nobody waits for its end any more. */
export const goesOn = (
  action: ButtonAction,
  why: 'late' | 'cancelled',
  tookMs: number,
): Fault => {
  const what = `${actionName(action)} at ${actionTarget(action)}`;
  const details = { short: 'goes on', waited_ms: Math.round(tookMs) };
  return why === 'late'
    ? {
        error_type: 'connection_timeout',
        message: `${what} had not ended after ${(tookMs / 1000).toFixed(1)} s. It goes on by itself.`,
        details: {
          ...details,
          hint: 'Look there what it comes to. A longer timeout_ms waits for it.',
        },
      }
    : {
        error_type: 'cancelled',
        message: `${what} had begun before the cancel came. It goes on by itself.`,
        details: {
          ...details,
          hint: 'Look there what it comes to, and stop it there if it must end.',
        },
      };
};
