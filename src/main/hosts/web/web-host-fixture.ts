import { fileURLToPath } from 'node:url';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { createCameras } from '../../cameras/create-cameras.ts';
import { backendDoubles, TakesDouble } from '../../cameras/runtime-double.ts';
import { HardwareRuntime } from '../../hardware/runtime/hardware-runtime.ts';
import { createLog } from '../../log.ts';
import { keySealers } from '../../secrets/key-sealers.ts';
import { Redaction } from '../../secrets/redactor.ts';
import { openVault } from '../../secrets/secret-vault.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { RevisionRecorder } from '../../store/revisions/revision-recorder.ts';
import type { Store } from '../../store/store.ts';
import { openSharedState } from '../../state/shared-state.ts';
import { Telemetry } from '../../telemetry/telemetry.ts';
import { EngineDouble } from '../engine-double.ts';
import { loadPacks } from '../../show/packs.ts';
import { createRouter } from '../router.ts';
import { createTransports } from '../../transports/index.ts';
import { createWebHost } from './create-web-host.ts';

export const TOKEN = 'the-token-of-this-test';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: () => unknown;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url));

const loadDemo = () => Promise.resolve({ written: ['intent demo'], kept: [] });

/** A web host on a free port over doubles, and a client that sends exactly the headers it is given. */
export const startTestHost = async (
  options: { allowedOrigins?: string[]; clock?: Clock; host?: string } = {},
) => {
  const rendererDir = await mkdtemp(join(tmpdir(), 'mcr-web-'));
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-data-'));
  await mkdir(join(rendererDir, 'assets'));
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>the app</title>');
  await writeFile(join(rendererDir, 'assets', 'app-1a2b.js'), 'export {};');
  const clock = options.clock ?? systemClock;
  const log = createLog('silent');
  const texts = new Map<string, string>();
  /** A test may replace what the store does. */
  const store: Store = createMemoryStore({ clock: systemClock, texts });
  const engine = new EngineDouble(store);
  const recorder = new RevisionRecorder({ store, clock: systemClock, log });
  const vault = openVault({
    dataDir,
    sealers: keySealers(dataDir, {}).any,
    redaction: new Redaction(),
    clock: systemClock,
    log,
  });
  const shared = openSharedState({ redis: null, clock, log });
  const telemetry = new Telemetry({
    clock: systemClock,
    log,
    store,
    queueDepth: () => engine.queueDepth(),
    variableTimes: () => shared.variables.operationTimes(),
  });
  const backends = backendDoubles();
  const takes = new TakesDouble();
  const cameras = createCameras({
    clock,
    log,
    dataDir,
    backends: backends.all,
    takes,
    diskSpace: () => Promise.resolve({ free: 1e12, total: 2e12 }),
  });
  const hardware = new HardwareRuntime({
    clock,
    log,
    store,
    roomId: 'here',
    osc: createTransports({ clock, log }).osc,
    reveal: (names) => vault.reveal(names),
    simulatedBackend: () => Promise.reject(new Error('no simulator here')),
    door: () => engine,
    show: () => undefined,
  });
  const router = createRouter({
    engine,
    recorder,
    cameras,
    hardware,
    clock,
    log,
    version: '1.2.3',
    vault,
    telemetry,
    shared,
    simulatedTargets: () => Promise.reject(new Error('no simulator here')),
    loadDemo,
    loadPacks: () => loadPacks(resources),
  });
  const web = await createWebHost({
    router,
    cameras,
    prometheus: () => telemetry.prometheus(),
    host: options.host ?? '127.0.0.1',
    port: 0,
    token: TOKEN,
    rendererDir,
    version: '1.2.3',
    allowedOrigins: options.allowedOrigins,
    clock,
    log,
  });

  const ask = (path: string, { method = 'GET', headers = {}, body }: AskOptions = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: web.port, path, method, headers, agent: false },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: (): unknown => JSON.parse(text),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });

  return {
    web,
    router,
    engine,
    hardware,
    /** What the cameras are made of. */
    usb: backends.usb,
    takes,
    telemetry,
    store,
    shared,
    dataDir,
    /** The store's texts by key. */
    texts,
    ask,
    /** As a program that holds the token. */
    api: (path: string, { headers, ...options }: AskOptions = {}) =>
      ask(path, { ...options, headers: { authorization: `Bearer ${TOKEN}`, ...headers } }),
    async [Symbol.asyncDispose]() {
      await web.close();
      await hardware.close();
      await cameras.close();
      telemetry.close();
      await recorder.close();
      await rm(rendererDir, { recursive: true });
      await rm(dataDir, { recursive: true });
    },
  };
};
