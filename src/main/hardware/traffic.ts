import { SHOWN_MESSAGE_BYTES, type HardwareTraffic } from '#shared/contract/hardware.ts';
import { isoNow, type Clock } from '../clock.ts';

/** One message for the inspector. */
export const traffic = (
  direction: 'in' | 'out',
  type: string | null,
  data: Buffer,
  isBinary: boolean,
  note: string | null,
  clock: Clock,
): HardwareTraffic => {
  const shown = data.subarray(0, SHOWN_MESSAGE_BYTES);
  return {
    at: isoNow(clock),
    direction,
    type,
    text: isBinary ? shown.toString('hex') : shown.toString('utf8'),
    bytes: data.length,
    note,
  };
};
