import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { ProbedService, ProbeReport } from '#shared/contract/probe.ts';
import { isSimulated, type SimulatedTargets } from '#shared/domain/target.ts';
import { isoNow, type Clock } from '../clock.ts';
import { askHttp, type HttpAnswer } from './ask-http.ts';
import { askObs, type ObsAnswer } from './ask-obs.ts';
import { askTcp, type TcpAnswer } from './ask-tcp.ts';

/** Companion's port for remote surfaces: always on. */
const SATELLITE_PORT = 16622;
const LIMIT_MS = 1500;
const GREETING_MS = 500;

/** Where to knock. A port is absent where a device of its kind has no such service. */
export interface ProbeTarget {
  host: string;
  tls: boolean;
  http?: number;
  satellite?: number;
  tcp?: number;
  osc?: number;
  udp?: number;
  obs?: number;
}

const URL_PARTS = /^(https?|osc|osc\+tcp|tcp|udp|obs):\/\/(\[[^\]]+\]|[^/:]+):(\d+)\/?$/;

/** What may be asked of a device without a command. */
export const probeTarget = (
  device: Device,
  config: BridgeConfig,
  simulated: SimulatedTargets | null,
): ProbeTarget => {
  if (simulated && isSimulated(device)) return { ...simulated, tls: false };
  const [, scheme, host, port] = URL_PARTS.exec(device.connection_url ?? '') ?? [];
  const companion = {
    satellite: SATELLITE_PORT,
    tcp: config.tcp_port,
    osc: config.osc_port,
    udp: config.udp_port,
  };
  if (scheme === undefined || host === undefined)
    return {
      host: config.host,
      tls: config.protocol === 'https',
      http: config.port,
      ...companion,
    };
  const at = { host: host.replace(/^\[|\]$/g, ''), tls: scheme === 'https' };
  const own = Number(port);
  switch (scheme) {
    case 'tcp':
    case 'osc+tcp':
      return { ...at, tcp: own };
    case 'osc':
      return { ...at, osc: own };
    case 'udp':
      return { ...at, udp: own };
    case 'obs':
      return { ...at, obs: own };
    default:
      return { ...at, http: own, ...companion };
  }
};

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** Why there was no answer, by the system’s word for it. */
export const CODES: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'no way to this host',
  ENETUNREACH: 'no way to this network',
  late: 'no answer in time',
};

const unanswered = (
  service: ProbedService['service'],
  port: number,
  code: string,
): ProbedService => ({
  service,
  port,
  state: code === 'late' ? 'silent' : 'closed',
  latency_ms: null,
  words: CODES[code] ?? `no answer (${code})`,
});

const ofHttp = (port: number, answer: HttpAnswer): ProbedService => {
  if (!answer.answered) return unanswered('http', port, answer.code);
  const { status, app, server, took_ms } = answer;
  const isCompanion = app?.includes('Companion') === true;
  const off = isCompanion && status === 403;
  const who = app === null ? (server ?? 'no X-App header') : `X-App: ${app}`;
  return {
    service: 'http',
    port,
    state: off ? 'off' : 'on',
    latency_ms: rounded(took_ms),
    words: off ? '403: the HTTP API is switched off in Companion' : `${status}, ${who}`,
  };
};

const BEGIN = /^BEGIN\b/;
const wordIn = (greeting: string | null, name: string): string | null =>
  new RegExp(`\\b${name}="?([^"\\s]{1,40})`).exec(greeting ?? '')?.[1] ?? null;

const ofTcp = (
  service: 'tcp' | 'satellite',
  port: number,
  answer: TcpAnswer,
): ProbedService => {
  if (!answer.reached) return unanswered(service, port, answer.code);
  const { greeting } = answer;
  return {
    service,
    port,
    state: greeting === null ? 'connects' : 'on',
    latency_ms: rounded(answer.took_ms),
    words: greeting === null ? 'connects, says nothing by itself' : greeting.slice(0, 120),
  };
};

const ofObs = (port: number, answer: ObsAnswer): ProbedService => {
  if (!answer.answered && answer.code === 'other')
    return {
      service: 'obs',
      port,
      state: 'connects',
      latency_ms: null,
      words: 'connects, and does not greet as OBS',
    };
  if (!answer.answered) return unanswered('obs', port, answer.code);
  return {
    service: 'obs',
    port,
    state: 'on',
    latency_ms: rounded(answer.took_ms),
    words: `obs-websocket ${answer.version}, ${answer.signsIn ? 'asks for a password' : 'no password needed'}`,
  };
};

const mute = (service: 'osc' | 'udp', port: number): ProbedService => ({
  service,
  port,
  state: 'unproved',
  latency_ms: null,
  words: 'never answers: nothing was sent',
});

const whatItIs = (
  http: HttpAnswer | null,
  version: string | null,
  services: readonly ProbedService[],
  obs: ObsAnswer | null,
): string => {
  const app = http?.answered ? http.app : null;
  if (version !== null) return `Companion ${version}`;
  if (app?.includes('Companion') === true) return 'Companion, version not told';
  if (app !== null) return app;
  if (http?.answered === true) return 'an HTTP server, not Companion';
  if (obs?.answered === true) return `OBS (obs-websocket ${obs.version})`;
  const greeting = services.find(
    ({ service, state }) => service === 'tcp' && state === 'on',
  )?.words;
  if (greeting !== undefined) return `something that greets: ${greeting}`;
  if (services.some(({ state }) => state === 'connects'))
    return 'something that takes TCP connections';
  if (services.every(({ state }) => state === 'unproved'))
    return 'nobody can tell: datagrams are never answered';
  return 'nothing answers';
};

const answeredMs = (answer: HttpAnswer | ObsAnswer | null): number | null =>
  answer?.answered === true ? rounded(answer.took_ms) : null;

/** What a probe found; `reached` and `answered_ms` of the service that the device's commands go to. */
export interface Probed {
  report: ProbeReport;
  reached: boolean;
  answered_ms: number | null;
}

/**
 * Looks what answers at an address: a read over HTTP, and connections that say nothing. Nothing that acts is sent. Never
 * rejects; ends within about 2 s.
 */
export const probeDevice = async (
  clock: Clock,
  device_id: string,
  target: ProbeTarget,
): Promise<Probed> => {
  const { host, tls, http, satellite, tcp, osc, udp, obs } = target;
  const knock = (port: number | undefined, listenMs: number): Promise<TcpAnswer> | null =>
    port === undefined ? null : askTcp(clock, { host, port }, LIMIT_MS, listenMs);
  const [httpAnswer, satelliteAnswer, tcpAnswer, obsAnswer] = await Promise.all([
    http === undefined ? null : askHttp(clock, { host, port: http, tls }, LIMIT_MS),
    knock(satellite, GREETING_MS),
    knock(tcp, http === undefined ? GREETING_MS : 50),
    obs === undefined ? null : askObs(clock, { host, port: obs }, LIMIT_MS),
  ]);
  const greeting = satelliteAnswer?.reached ? satelliteAnswer.greeting : null;
  const isSatellite = BEGIN.test(greeting ?? '');
  const companion_version = isSatellite ? wordIn(greeting, 'CompanionVersion') : null;
  const services = [
    http !== undefined && httpAnswer ? ofHttp(http, httpAnswer) : null,
    satellite !== undefined && satelliteAnswer
      ? ofTcp('satellite', satellite, satelliteAnswer)
      : null,
    tcp !== undefined && tcpAnswer ? ofTcp('tcp', tcp, tcpAnswer) : null,
    osc === undefined ? null : mute('osc', osc),
    udp === undefined ? null : mute('udp', udp),
    obs !== undefined && obsAnswer ? ofObs(obs, obsAnswer) : null,
  ].filter((service) => service !== null);
  const reached = httpAnswer
    ? httpAnswer.answered || httpAnswer.reached
    : tcpAnswer?.reached === true ||
      (obsAnswer !== null && (obsAnswer.answered || obsAnswer.reached));
  return {
    report: {
      device_id,
      at: isoNow(clock),
      host,
      what: whatItIs(httpAnswer, companion_version, services, obsAnswer),
      companion_version,
      satellite_api: isSatellite ? wordIn(greeting, 'ApiVersion') : null,
      obs_version: obsAnswer?.answered ? obsAnswer.version : null,
      services,
    },
    reached,
    answered_ms: answeredMs(httpAnswer ?? obsAnswer),
  };
};
