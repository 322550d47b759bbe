import type { ActionTrace } from '#shared/contract/execution.ts';
import type { TransportType } from '#shared/contract/protocol.ts';

export interface SendLatency {
  device: string;
  transport: TransportType;
  ms: number;
}

/**
 * How long the last send of an action took, from the connection to the reply. Null where nothing was sent, or
 * where a cancel cut it short and it shows nothing of the device.
 */
export const sendLatency = (action: ActionTrace): SendLatency | null => {
  if (action.attempts === 0 || action.command === null || action.outcome === 'cancelled')
    return null;
  let ms = 0;
  for (const { step, took_ms } of action.steps) {
    if (step === 'connect') ms = took_ms;
    else if (step === 'write' || step === 'reply') ms += took_ms;
  }
  const device = action.served_by ?? action.device_id;
  return { device, transport: action.command.transport, ms };
};
