import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { StoreOpenError } from '../store-open-error.ts';

const READY_WITHIN_MS = 5000;
const LINES_KEPT = 30;

/** A server that runs, or ran. */
export interface ServerProcess {
  pid: number;
  /** Resolves with the reason as soon as it is gone. */
  gone: Promise<string>;
}

const optionsOf = (folder: string, socket: string): string[] =>
  Object.entries({
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '60 1',
    daemonize: 'no',
    logfile: '',
  }).flatMap(([name, value]) => [`--${name}`, value]);

const isBadFile = (line: string): boolean =>
  /bad file format|unexpected end of file|unrecoverable error|redis-check-aof|wrong signature/i.test(
    line,
  );

const failure = (folder: string, lines: string[]): Error => {
  const bad = lines.find(isBadFile);
  const said = bad ?? lines.at(-1) ?? 'it said nothing';
  const advice = bad
    ? `The stored data can't be read. Copy ${folder}, then mend it with: redis-check-aof --fix ${folder}/appendonlydir/*.manifest`
    : `Look at ${folder}, or use another Redis with --redis.`;
  return new StoreOpenError(`redis-server did not start: ${said.trim()}. ${advice}`);
};

/**
 * Starts a server on the socket and waits until it takes connections; a large file may keep it loading for
 * longer than 5 s, and then it goes on by itself.
 * @throws StoreOpenError where it ends instead.
 */
export const launchServer = async (
  binary: string,
  folder: string,
  socket: string,
  clock: Clock,
  log: Log,
): Promise<ServerProcess> => {
  // A group of its own: Ctrl-C in a terminal must reach us first, so that what waits is written.
  const child = spawn(binary, optionsOf(folder, socket), {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<'ready'>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.debug({ line }, 'redis-server');
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    if (/ready to accept connections/i.test(line)) ready.resolve('ready');
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not 'exit': its last lines, which say why, may still be on their way.
    child.once('close', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  const waiting = new AbortController();
  const patience = clock.sleep(READY_WITHIN_MS, waiting.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const first = await Promise.race([ready.promise, gone.then(() => 'gone' as const), patience]);
  waiting.abort();
  if (first === 'gone' || child.pid === undefined) throw failure(folder, lines);
  if (first === 'late') log.warn({ pid: child.pid }, 'redis-server still reads its data');
  return { pid: child.pid, gone };
};

/** A server that somebody else started: it is gone when it closes the connection that is held open to it. */
export const adoptServer = (pid: number, socket: string): ServerProcess => ({
  pid,
  gone: new Promise((resolve) => {
    const held = createConnection(socket);
    held.on('error', () => undefined);
    held.once('close', () => resolve('it closed its connections'));
    held.resume();
  }),
});
