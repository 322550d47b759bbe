import type { FindEvent, Found } from '#shared/contract/find.ts';
import type { Clock } from '../clock.ts';
import { askTcp } from './ask-tcp.ts';
import type { Knock } from './known-services.ts';

export interface FindOptions {
  clock: Clock;
  hosts: readonly string[];
  services: readonly Knock[];
  /** All is over after so many milliseconds, found or not. */
  limitMs: number;
  signal: AbortSignal;
  /** Connections that are tried in one moment, at most. */
  atOnce?: number;
}

/** A host in the next room answers in milliseconds; one that does not exist never does. */
const CONNECT_MS = 500;
const GREETING_MS = 400;
const AT_ONCE = 128;

const knockAt = async (
  clock: Clock,
  host: string,
  { service, port, greets, identify }: Knock,
  signal: AbortSignal,
): Promise<Found | null> => {
  const answer = await askTcp(
    clock,
    { host, port },
    CONNECT_MS,
    greets ? GREETING_MS : 0,
    signal,
  );
  if (!answer.reached || signal.aborted) return null;
  const { greeting, took_ms } = answer;
  const identified = await identify({ clock, host, port, greeting, signal });
  if (identified === null || signal.aborted) return null;
  return { host, port, service, latency_ms: Math.round(took_ms * 10) / 10, ...identified };
};

/**
 * Knocks at the known ports of each host, host by host, and says what answers. Nothing that acts is sent: connections, a
 * read over HTTP, and what the other side says by itself. Ends when all were asked, when the time is over, or with the
 * signal; then every connection is closed.
 */
export const findDevices = async function* (
  options: FindOptions,
): AsyncGenerator<FindEvent, void, void> {
  const { clock, hosts, services, limitMs, atOnce = AT_ONCE } = options;
  const from = clock.monotonic();
  const ending = new AbortController();
  const end = (): void => ending.abort(new Error('ended'));
  if (options.signal.aborted) end();
  options.signal.addEventListener('abort', end);
  const timer = new AbortController();
  clock.sleep(limitMs, timer.signal).then(end, () => undefined);

  const total = hosts.length * services.length;
  let next = 0;
  let asked = 0;
  const found: Found[] = [];
  let news = Promise.withResolvers<void>();
  const worker = async (): Promise<void> => {
    while (next < total && !ending.signal.aborted) {
      const at = next;
      next += 1;
      const host = hosts[Math.floor(at / services.length)];
      const service = services[at % services.length];
      if (host === undefined || service === undefined) return;
      const one = await knockAt(clock, host, service, ending.signal);
      // What was called off was not asked.
      if (!ending.signal.aborted) asked += 1;
      if (one) found.push(one);
      news.resolve();
    }
  };
  let isOver = false;
  const all = async (): Promise<void> => {
    await Promise.all(Array.from({ length: Math.min(atOnce, total) }, worker));
    isOver = true;
    news.resolve();
  };
  const workers = all();
  try {
    yield { type: 'asked', asked, total };
    let told = 0;
    for (;;) {
      await news.promise;
      news = Promise.withResolvers<void>();
      for (const one of found.splice(0)) yield { type: 'found', found: one };
      // A progress bar has a hundred steps.
      if (asked - told >= total / 100) {
        told = asked;
        yield { type: 'asked', asked, total };
      }
      if (isOver && found.length === 0) break;
    }
    if (!options.signal.aborted)
      yield {
        type: 'done',
        asked,
        total,
        took_ms: Math.round(clock.monotonic() - from),
        is_whole: asked === total,
      };
  } finally {
    options.signal.removeEventListener('abort', end);
    timer.abort();
    end();
    await workers;
  }
};
