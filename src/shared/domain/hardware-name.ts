import { HardwareClientIdSchema } from '../contract/hardware.ts';

const PLAIN = /^(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+$/;

/**
 * A client id as it stands in a key and in an origin: what is no letter, digit, dot, underscore or hyphen is
 * percent-encoded. Null where it is no client id.
 */
export const hardwareName = (clientId: string): string | null =>
  HardwareClientIdSchema.safeParse(clientId).success
    ? encodeURIComponent(clientId).replaceAll(
        /[!'()*~]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      )
    : null;

/** The client id that was encoded; null where `hardwareName` never makes such a text. */
export const fromHardwareName = (text: string): string | null => {
  if (!PLAIN.test(text)) return null;
  try {
    const clientId = decodeURIComponent(text);
    return hardwareName(clientId) === text ? clientId : null;
  } catch {
    return null;
  }
};
