import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { HardwareLogLine } from '#shared/contract/hardware.ts';
import { useClientStream } from './use-client-stream.ts';

const LINES_KEPT = 500;

interface Line extends HardwareLogLine {
  id: number;
}

/** What a client says about itself: the lines that the engine kept, then what is new, oldest first. */
export const useLog = (
  clientId: string,
): { lines: readonly Line[]; missed: number; fault: Fault | null } => {
  const [{ lines, missed }, setState] = useState<{
    lines: readonly Line[];
    next: number;
    missed: number;
  }>({ lines: [], next: 1, missed: 0 });
  const fault = useClientStream(
    clientId,
    (client, client_id) => client.hardware.log({ client_id }),
    // The lines that are kept come again with each connection.
    () => setState((before) => ({ ...before, lines: [], missed: 0 })),
    (event) =>
      setState((before) => {
        const news = event.lines.map((line, at) => ({ ...line, id: before.next + at }));
        return {
          lines: [...before.lines, ...news].slice(-LINES_KEPT),
          next: before.next + news.length,
          missed: before.missed + event.missed,
        };
      }),
  );
  return { lines, missed, fault };
};
