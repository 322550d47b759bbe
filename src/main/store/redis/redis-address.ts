import type { ClusterNode, RedisOptions } from 'ioredis';
import { StoreOpenError } from '../store-open-error.ts';

/** Where Redis is. `label` is the address without user and password. */
export type RedisAddress = { label: string } & (
  | { topology: 'single'; options: RedisOptions }
  | { topology: 'cluster'; nodes: ClusterNode[]; options: RedisOptions }
);

const FORMS =
  'redis://host:6379/0, rediss://host:6379, redis+sentinel://host1:26379,host2:26379/master-name or redis+cluster://host1:6379,host2:6379';

const refuse = (problem: string): never => {
  throw new StoreOpenError(`Not a Redis address: ${problem}. Write it like ${FORMS}.`);
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('the user or password is not percent-encoded');
  }
};

const credentials = (userinfo: string | undefined): RedisOptions => {
  if (!userinfo) return {};
  const colon = userinfo.indexOf(':');
  const username = decoded(colon < 0 ? userinfo : userinfo.slice(0, colon));
  const password = colon < 0 ? '' : decoded(userinfo.slice(colon + 1));
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
};

const hostAndPort = (text: string, defaultPort: number): { host: string; port: number } => {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (!host) return refuse(`"${text}" is no host and port`);
  if (port < 1 || port > 65535) return refuse(`port ${port} is not from 1 to 65535`);
  return { host, port };
};

const database = (path: string | undefined): number => {
  if (!path) return 0;
  return /^\d{1,4}$/.test(path) ? Number(path) : refuse(`"${path}" is no database number`);
};

const ADDRESS =
  /^(redis|rediss)(\+sentinel|\+cluster)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^/?#]*)(?:\/([^/?#]*))?)?$/;

/**
 * Reads an address:
 * - `redis://[user:password@]host[:6379][/database]`, and `rediss://` for TLS;
 * - `redis+sentinel://[user:password@]host1[:26379],host2…/master-name[/database]`;
 * - `redis+cluster://[user:password@]host1[:6379],host2…`; `rediss+…` for TLS.
 * @throws StoreOpenError with one line for whoever wrote it.
 */
export const parseRedisAddress = (url: string): RedisAddress => {
  const match = ADDRESS.exec(url);
  if (!match) return refuse(`"${url.replace(/\/\/[^/]*@/, '//')}" has none of the known forms`);
  const [, scheme = '', form = '', userinfo, hosts = '', first, second] = match;
  const access = { ...credentials(userinfo), ...(scheme === 'rediss' ? { tls: {} } : {}) };
  const label = `${scheme}${form}://${hosts}`;
  if (form === '+cluster') {
    if (first) return refuse('a cluster has no database number');
    const nodes = hosts.split(',').map((host) => hostAndPort(host, 6379));
    return { label, topology: 'cluster', nodes, options: access };
  }
  if (form === '+sentinel') {
    if (!first) return refuse('the name of the master is missing');
    const sentinels = hosts.split(',').map((host) => hostAndPort(host, 26379));
    const options = {
      ...access,
      sentinels,
      name: first,
      db: database(second),
      enableTLSForSentinelMode: scheme === 'rediss',
    };
    return { label: `${label}/${first}`, topology: 'single', options };
  }
  if (second !== undefined) return refuse(`"${second}" stands after the database number`);
  const db = database(first);
  return {
    label: db ? `${label}/${db}` : label,
    topology: 'single',
    options: { ...access, ...hostAndPort(hosts, 6379), db },
  };
};
