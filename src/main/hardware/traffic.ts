import type { HardwareTraffic } from '#shared/contract/hardware.ts';
import { isoNow, type Clock } from '../clock.ts';

/** The longest text that is shown of a message. */
const SHOWN_BYTES = 4096;

/** One message for the inspector. */
export const traffic = (
  direction: 'in' | 'out',
  type: string | null,
  data: Buffer,
  isBinary: boolean,
  note: string | null,
  clock: Clock,
): HardwareTraffic => {
  const shown = data.subarray(0, SHOWN_BYTES);
  return {
    at: isoNow(clock),
    direction,
    type,
    text: isBinary ? shown.toString('hex') : shown.toString('utf8'),
    bytes: data.length,
    note,
  };
};
