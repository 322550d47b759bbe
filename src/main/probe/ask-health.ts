import type { Clock } from '../clock.ts';
import { askHttp } from './ask-http.ts';
import { askObs } from './ask-obs.ts';
import { askTcp } from './ask-tcp.ts';
import { CODES, type ProbeTarget } from './probe-device.ts';

/** What a look at a device showed. `answered_ms` null where it only took the connection; `why` where not even that. */
export interface HealthFound {
  reached: boolean;
  answered_ms: number | null;
  why: string | null;
}

/** Where a device is looked at: one place of one kind, which several devices may share. */
export interface HealthTarget {
  kind: 'http' | 'tcp' | 'obs';
  host: string;
  port: number;
  tls: boolean;
}

const LIMIT_MS = 1500;

/** Null where nothing can be asked: datagrams are never answered. */
export const healthTarget = ({
  host,
  tls,
  http,
  tcp,
  obs,
}: ProbeTarget): HealthTarget | null => {
  if (obs !== undefined) return { kind: 'obs', host, port: obs, tls: false };
  if (http !== undefined) return { kind: 'http', host, port: http, tls };
  return tcp === undefined ? null : { kind: 'tcp', host, port: tcp, tls: false };
};

export const healthTargetId = ({ kind, host, port }: HealthTarget): string =>
  `${kind} ${host}:${port}`;

const wordsOf = (code: string): string => CODES[code] ?? `no answer (${code})`;

/** Reads over HTTP what acts on nothing, or only opens a connection. Never rejects, ends within 1.5 s. */
export const askHealth = async (
  clock: Clock,
  target: HealthTarget,
  signal: AbortSignal,
): Promise<HealthFound> => {
  if (target.kind === 'tcp') {
    const answer = await askTcp(clock, target, LIMIT_MS, 0, signal);
    return answer.reached
      ? { reached: true, answered_ms: null, why: null }
      : { reached: false, answered_ms: null, why: wordsOf(answer.code) };
  }
  const answer =
    target.kind === 'obs'
      ? await askObs(clock, target, LIMIT_MS)
      : await askHttp(clock, target, LIMIT_MS, signal);
  if (answer.answered)
    return { reached: true, answered_ms: Math.round(answer.took_ms * 10) / 10, why: null };
  return { reached: answer.reached, answered_ms: null, why: wordsOf(answer.code) };
};
