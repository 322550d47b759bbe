import { connect } from 'node:net';
import type { Clock } from '../clock.ts';
import { codeOf } from '../transports/fault.ts';
import { within } from './within.ts';

export type TcpAnswer =
  | { reached: true; took_ms: number; greeting: string | null }
  | { reached: false; code: string };

const MOST_GREETING = 4096;

/**
 * Opens a connection, listens for what the other side says by itself, and closes. Not one byte is sent. Never rejects;
 * ends within `limitMs` and `greetingMs` more.
 */
export const askTcp = (
  clock: Clock,
  { host, port }: { host: string; port: number },
  limitMs: number,
  greetingMs: number,
  signal?: AbortSignal,
): Promise<TcpAnswer> =>
  new Promise((resolve) => {
    const from = clock.monotonic();
    const socket = connect({ host, port, noDelay: true });
    let said = '';
    let took_ms: number | null = null;
    let callOff: (() => void) | null = null;
    const end = (code: string): void => {
      callOff?.();
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      const [line = ''] = said.split(/\r?\n/);
      resolve(
        took_ms === null
          ? { reached: false, code }
          : { reached: true, took_ms, greeting: line.trim() === '' ? null : line.trim() },
      );
    };
    const onAbort = (): void => end('cancelled');
    callOff = within(clock, limitMs, () => end('late'));
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    socket.setEncoding('utf8');
    socket.on('error', (error) => end(codeOf(error) ?? 'failed'));
    socket.on('close', () => end('closed'));
    socket.once('connect', () => {
      took_ms = clock.monotonic() - from;
      callOff?.();
      if (greetingMs > 0) callOff = within(clock, greetingMs, () => end('quiet'));
      else end('quiet');
    });
    socket.on('data', (text) => {
      said += text;
      if (said.includes('\n') || said.length > MOST_GREETING) end('said');
    });
  });
