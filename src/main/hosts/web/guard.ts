import { isIP } from 'node:net';

export interface GuardOptions {
  /** The name or address that the server was told to listen on. */
  boundHost: string;
  /** Foreign origins that may speak too, as in `http://localhost:5173`. */
  allowedOrigins: readonly string[];
}

const hostName = (authority: string): string | null => {
  const url = URL.parse(`http://${authority}`);
  if (!url || url.host === '' || url.username !== '' || url.pathname !== '/') return null;
  return url.hostname.replace(/^\[|\]$/g, '');
};

const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost');

/**
 * True where the Host header names this machine by itself. A name of somebody else's that was made to
 * point here (DNS rebinding) is turned away.
 */
export const isOwnHost = (host: string | undefined, { boundHost }: GuardOptions): boolean => {
  const name = host === undefined ? null : hostName(host);
  if (name === null) return false;
  return isIP(name) !== 0 || isLoopbackName(name) || name === boundHost.toLowerCase();
};

/** True where no page of another site is speaking: no Origin at all, our own, or one that is allowed. */
export const isOwnOrigin = (
  origin: string | undefined,
  host: string | undefined,
  { allowedOrigins }: GuardOptions,
): boolean => {
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) return true;
  const url = URL.parse(origin);
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.host !== '' &&
    url.host === host?.toLowerCase()
  );
};
