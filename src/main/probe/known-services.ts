import type { Found, FoundService } from '#shared/contract/find.ts';
import type { Clock } from '../clock.ts';
import { askHttp } from './ask-http.ts';
import { askObs } from './ask-obs.ts';
import { askTcp, type TcpAnswer } from './ask-tcp.ts';

/** Knocks at one port of one host. */
export interface Knock {
  service: FoundService;
  port: number;
  /** What speaks there says something by itself. */
  greets: boolean;
  /** What it is, once it took the connection. Null where it is something else. */
  identify: (asked: Asked) => Promise<Identified | null> | Identified | null;
}

interface Asked {
  clock: Clock;
  host: string;
  port: number;
  greeting: string | null;
  signal: AbortSignal;
}

type Identified = Pick<Found, 'what' | 'is_sure' | 'connection_url' | 'device_type'>;

export const COMPANION_PORT = 8000;
export const SATELLITE_PORT = 16622;
const HTTP_MS = 1000;
const GREETING_MS = 500;

const versionIn = (greeting: string | null): string | null =>
  /^BEGIN\b.*\bCompanionVersion="?([^"\s]{1,40})/.exec(greeting ?? '')?.[1] ?? null;

const greetingOf = (answer: TcpAnswer): string | null =>
  answer.reached ? answer.greeting : null;

const companion =
  (satellitePort: number): Knock['identify'] =>
  async ({ clock, host, port, signal }) => {
    const answer = await askHttp(clock, { host, port, tls: false }, HTTP_MS, signal);
    if (!answer.answered || answer.app?.includes('Companion') !== true) return null;
    const satellite = { host, port: satellitePort };
    const version = versionIn(
      greetingOf(await askTcp(clock, satellite, GREETING_MS, GREETING_MS, signal)),
    );
    const name = version === null ? 'Companion' : `Companion ${version}`;
    return {
      what: answer.status === 403 ? `${name}, its HTTP API is switched off` : name,
      is_sure: true,
      connection_url: `http://${host}:${port}`,
      device_type: 'streamdeck_xl',
    };
  };

const satellite =
  (httpPort: number): Knock['identify'] =>
  ({ host, greeting }) => {
    const version = versionIn(greeting);
    if (version === null) return null;
    return {
      what: `Companion ${version}, by its Satellite port`,
      is_sure: true,
      connection_url: `http://${host}:${httpPort}`,
      device_type: 'streamdeck_xl',
    };
  };

const vmix: Knock['identify'] = ({ host, port, greeting }) => {
  const version = /^VERSION OK (\S{1,40})/.exec(greeting ?? '')?.[1];
  return {
    what: version === undefined ? 'takes connections at vMix’s TCP port' : `vMix ${version}`,
    is_sure: version !== undefined,
    connection_url: `tcp://${host}:${port}`,
    device_type: 'vmix',
  };
};

const vmixWeb: Knock['identify'] = async ({ clock, host, port, signal }) => {
  const answer = await askHttp(clock, { host, port, tls: false }, HTTP_MS, signal);
  if (!answer.answered) return null;
  const isVmix = /vmix/i.test(`${answer.server ?? ''} ${answer.app ?? ''}`);
  return {
    what: isVmix ? 'vMix, its web controller' : 'an HTTP server at vMix’s port',
    is_sure: isVmix,
    connection_url: `http://${host}:${port}`,
    device_type: 'vmix',
  };
};

const obs: Knock['identify'] = async ({ clock, host, port }) => {
  const answer = await askObs(clock, { host, port }, HTTP_MS);
  return {
    what: answer.answered
      ? `OBS (obs-websocket ${answer.version})`
      : 'takes connections at OBS’s port',
    is_sure: answer.answered,
    connection_url: `obs://${host}:${port}`,
    device_type: 'obs',
  };
};

const qlab: Knock['identify'] = ({ host, port }) => ({
  what: 'takes connections at QLab’s port',
  is_sure: false,
  connection_url: `osc://${host}:${port}`,
  device_type: 'qlab',
});

/** The ports that are known, as their makers set them out. */
export const knownServices = (
  ports: { companion?: number; satellite?: number } = {},
): readonly Knock[] => {
  const { companion: http = COMPANION_PORT, satellite: surface = SATELLITE_PORT } = ports;
  const knock = (
    service: FoundService,
    port: number,
    greets: boolean,
    identify: Knock['identify'],
  ): Knock => ({ service, port, greets, identify });
  return [
    knock('companion', http, false, companion(surface)),
    knock('companion', 8888, false, companion(surface)),
    knock('satellite', surface, true, satellite(http)),
    knock('vmix', 8088, false, vmixWeb),
    knock('vmix', 8099, true, vmix),
    knock('obs', 4455, false, obs),
    knock('qlab', 53_000, false, qlab),
  ];
};
