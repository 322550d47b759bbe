import { parseLossless } from './lossless-json.ts';
import { decodeEntity } from './stored-text.ts';

/** A device is marked as seen once in so many milliseconds. */
export const SEEN_EVERY_MS = 10_000;

const isClose = (at: number, before: number): boolean => Math.abs(at - before) < SEEN_EVERY_MS;

/**
 * A device's text with `last_seen` set, everything else as it stands. Null where nothing is to be written: there is
 * no device, it can't be read, or somebody marked it within the last 10 s.
 */
export const seenText = (text: string, deviceId: string, at: string): string | null => {
  if (text === '') return null;
  const decoded = decodeEntity('device', deviceId, text);
  if (!decoded.ok || isClose(Date.parse(at), Date.parse(decoded.value.last_seen ?? '')))
    return null;
  return JSON.stringify({ ...parseLossless(text), last_seen: at });
};

/** Which devices this process marked lately: most calls end here. */
export class SeenTimes {
  private readonly times = new Map<string, number>();

  /** True once in 10 s per device. */
  due(deviceId: string, at: string): boolean {
    const time = Date.parse(at);
    const before = this.times.get(deviceId);
    if (before !== undefined && isClose(time, before)) return false;
    this.times.set(deviceId, time);
    return true;
  }

  /** It could not be written: the next one is due. */
  forget(deviceId: string): void {
    this.times.delete(deviceId);
  }
}
