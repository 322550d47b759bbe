import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { SendResult } from '../transports/transport.ts';
import type { Mirror } from './mirror.ts';

const nextState = (result: SendResult): DeviceHealth['state'] => {
  if (result.outcome === 'ok') return 'answering';
  if (result.outcome === 'sent') return 'sending';
  // A device that says no is there: it answers.
  return result.reply ? 'answering' : 'failing';
};

/** Keeps, per device, what its last send showed. A cancelled send shows nothing. */
export const observeDevice =
  (mirror: Mirror, clock: Clock) =>
  (deviceId: string, result: SendResult): void => {
    if (result.outcome === 'cancelled') return;
    const before = mirror.get('health', deviceId);
    const state = nextState(result);
    const { connect, write, reply } = result.timings;
    const answered = state === 'answering';
    mirror.set('health', deviceId, {
      device_id: deviceId,
      state,
      latency_ms: answered
        ? Math.round(((connect ?? 0) + write + (reply ?? 0)) * 10) / 10
        : (before?.latency_ms ?? null),
      last_answer_at: answered ? isoNow(clock) : (before?.last_answer_at ?? null),
      message: 'fault' in result && !answered ? result.fault.message : null,
    });
  };
