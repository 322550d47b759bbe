import type { IncomingMessage } from 'node:http';
import { NameSchema } from '#shared/contract/names.ts';
import type { Origin } from '#shared/contract/execution.ts';

/** How a request showed the token. */
export type Shown = 'bearer' | 'cookie' | 'query';

export interface CredentialOptions {
  cookieName: string;
  isToken: (given: string) => boolean;
}

const cookieValues = (header: string | undefined, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));

/** Path and query of a request, whatever its line looks like. */
export const addressOf = (request: Pick<IncomingMessage, 'url'>): URL => {
  const [path = '/', query] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const address = new URL('http://localhost');
  address.pathname = path;
  address.search = query ?? '';
  return address;
};

/** Where a request shows the right token, or null. */
export const shownToken = (
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  { cookieName, isToken }: CredentialOptions,
): Shown | null => {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && isToken(bearer)) return 'bearer';
  if (cookieValues(request.headers.cookie, cookieName).some(isToken)) return 'cookie';
  const query = addressOf(request).searchParams.get('token');
  return query !== null && isToken(query) ? 'query' : null;
};

/**
 * Who is asking: an agent where it gives its name in `X-Agent-Id`, the operator at the app's own page or
 * its socket, else whoever holds the token. Null where the agent's name is not one.
 */
export const originOf = (
  request: Pick<IncomingMessage, 'headers'>,
  shown: Shown,
  over: 'rest' | 'rpc',
): Origin | null => {
  const agent = request.headers['x-agent-id'];
  if (agent !== undefined) {
    const name = NameSchema.safeParse(agent);
    return name.success ? `agent:${name.data}` : null;
  }
  return over === 'rpc' || shown === 'cookie' ? 'operator' : 'api:token';
};
