import { isIPv6 } from 'node:net';

/** Where a command goes. `host` is a name or an address without brackets. */
export interface Endpoint {
  host: string;
  port: number;
}

export const endpointOf = ({ host, port }: Endpoint): Endpoint => ({
  host: host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host,
  port,
});

/** As a person writes it: `10.0.0.4:8000`, `[::1]:8000`. */
export const written = ({ host, port }: Endpoint): string =>
  isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
