import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { EMPTY_TRAFFIC, withMessages, type TrafficLog } from './traffic-log.ts';
import { useClientStream } from './use-client-stream.ts';

interface Traffic {
  log: TrafficLog;
  /** So many passed too fast to be shown. */
  missed: number;
  fault: Fault | null;
}

/** What comes and leaves at a client, since this came on screen. Give the component a `key` of the client. */
export const useTraffic = (clientId: string): Traffic => {
  const [{ log, missed }, setState] = useState({ log: EMPTY_TRAFFIC, missed: 0 });
  const fault = useClientStream(
    clientId,
    (client, client_id) => client.hardware.traffic({ client_id }),
    () => undefined,
    (event) =>
      setState((before) => ({
        log: withMessages(before.log, event.messages),
        missed: before.missed + event.missed,
      })),
  );
  return { log, missed, fault };
};
