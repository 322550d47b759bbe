import { once } from 'node:events';
import type { HardwareClientStatus, HardwareMessage } from '#shared/contract/hardware.ts';
import type { HardwareWebSocketClient } from './hardware-websocket-client.ts';

const LONGEST_MS = 15_000;

/** Resolves with the first status of which it is true, whenever the client tells of one. */
export const statusWhere = async <M extends HardwareMessage>(
  client: HardwareWebSocketClient<M>,
  is: (status: HardwareClientStatus) => boolean,
): Promise<HardwareClientStatus> => {
  const late = AbortSignal.timeout(LONGEST_MS);
  for (;;) {
    const status = client.status();
    if (is(status)) return status;
    await once(client.events, 'changed', { signal: late });
  }
};
