import type { ActionTrace } from '#shared/contract/execution.ts';
import type { TransportType } from '#shared/contract/protocol.ts';

export interface SendLatency {
  device: string;
  transport: TransportType;
  ms: number;
}

/**
 * How long the last send of an action took, from the connection to the reply. Null where nothing was sent, or
 * where a cancel cut it short and it shows nothing of the device. A camera's command is no send, most of its time is
 * the finishing of a take; nor is a message of hardware, which nothing answers.
 */
export const sendLatency = (action: ActionTrace): SendLatency | null => {
  const { attempts, command, outcome } = action;
  if (attempts === 0 || command === null || outcome === 'cancelled') return null;
  if (command.transport === 'camera' || command.transport === 'hardware') return null;
  let ms = 0;
  for (const { step, took_ms } of action.steps) {
    if (step === 'connect') ms = took_ms;
    else if (step === 'write' || step === 'reply') ms += took_ms;
  }
  const device = action.served_by ?? action.device_id;
  return { device, transport: command.transport, ms };
};
