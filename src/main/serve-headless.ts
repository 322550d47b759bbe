import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { startApp, type App } from './app.ts';
import { systemClock } from './clock.ts';
import { defaultDataDir } from './data-dir.ts';
import type { GrpcHost } from './hosts/grpc/create-grpc-host.ts';
import { createWebHost } from './hosts/web/create-web-host.ts';
import { readToken } from './hosts/web/token.ts';
import { createLog, type Log } from './log.ts';
import { Redaction } from './secrets/redactor.ts';
import { keySealers } from './secrets/key-sealers.ts';
import { serveGrpc } from './serve-grpc.ts';
import type { HeadlessOptions } from './settings.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What is not closed by then stays open: whoever stops us was promised an end within 5 s. */
const LAST_MS = 4_700;

const redisLabel = ({ store }: App): string => {
  const { state, label } = store.status();
  return state === 'missing' ? 'missing' : label;
};

/**
 * Resolves at the first signal. Later ones change nothing: one wish to stop may arrive twice, from the
 * terminal and passed on by whoever started us, and the end comes by itself.
 */
const untilStopped = (log: Log): Promise<void> =>
  new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) return;
      asked = true;
      setTimeout(() => {
        log.error('not everything could be closed in time');
        process.exit(1);
      }, LAST_MS).unref();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
  });

interface Served {
  url: string;
  token: string;
  grpc: GrpcHost | null;
}

const announce = (app: App, { url, token, grpc }: Served, options: HeadlessOptions): void => {
  const signedIn = `${url}?token=${token}`;
  const redis = redisLabel(app);
  const line = JSON.stringify({
    event: 'listening',
    url: signedIn,
    token,
    redis,
    ...(grpc ? { grpc_port: grpc.port } : {}),
  });
  const { message } = app.store.status();
  const text = [
    `MCR Bridge ${app.version} is running. Open ${signedIn}`,
    `Redis: ${redis}.${message === null ? '' : ` ${message}`}`,
    ...(grpc ? [`gRPC: ${grpc.address}`] : []),
    'Stop it with Ctrl+C.',
  ].join('\n');
  process.stdout.write(`${options.json ? line : text}\n`);
};

/**
 * Pictures lie outside the heap and count towards its limit: with a heap as small as ours all of it was collected each
 * second, which cost as much as handling the pictures. It may grow to five times what was left before.
 */
const HEAP_FLAGS = '--heap-growing-percent=400';

/** Serves the app until a signal ends it, then closes all of it. */
export const serveHeadless = async (options: HeadlessOptions): Promise<void> => {
  setFlagsFromString(HEAP_FLAGS);
  const redaction = new Redaction();
  const log = createLog(options.logLevel, { redactor: redaction });
  const stopped = untilStopped(log);
  const { env, platform } = process;
  const dataDir = options.dataDir ?? defaultDataDir({ platform, env, home: homedir() });
  const sealers = keySealers(dataDir, env).any;
  const token = await readToken(dataDir);
  const app = await startApp({
    dataDir,
    redis: options.redis,
    demo: options.demo,
    resourcesDir: join(ROOT, 'resources'),
    clock: systemClock,
    log,
    redaction,
    sealers,
  });
  try {
    const web = await createWebHost({
      router: app.router,
      cameras: app.cameras,
      prometheus: () => app.telemetry.prometheus(),
      host: options.host,
      port: options.port,
      token,
      rendererDir: join(ROOT, 'out/renderer'),
      version: app.version,
      allowedOrigins: options.allowedOrigins,
      clock: systemClock,
      log,
    });
    const grpc =
      options.grpc &&
      (await serveGrpc(app, options.grpc, {
        token,
        resourcesDir: join(ROOT, 'resources'),
        log,
      }));
    announce(app, { url: web.url, token, grpc }, options);
    app.restoreCameras();
    await stopped;
    await Promise.all([web.close(), grpc?.close()]);
  } finally {
    await app.close();
  }
};
