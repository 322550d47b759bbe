import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isSimulated } from '#shared/domain/target.ts';
import { createBackends, ffmpegFinder } from './cameras/backends/index.ts';
import { cameraPerformer } from './cameras/camera-performer.ts';
import { createCameras, type Cameras } from './cameras/create-cameras.ts';
import { keepTakes } from './cameras/keep-takes.ts';
import { liveCamerasConfig } from './cameras/live-config.ts';
import type { Clock } from './clock.ts';
import { makeDataDir, roomId } from './data-dir.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import { prepareFirstShow } from './first-show.ts';
import { createRouter, type Router } from './hosts/router.ts';
import { hardwarePerformer } from './hardware/hardware-performer.ts';
import type { Hardware } from './hardware/runtime/hardware.ts';
import { HardwareRuntime } from './hardware/runtime/hardware-runtime.ts';
import { createLazySimulator } from './lazy-simulator.ts';
import type { Log } from './log.ts';
import { redactResult } from './secrets/redact-result.ts';
import type { Redaction } from './secrets/redactor.ts';
import type { Sealer } from './secrets/sealer.ts';
import { openVault } from './secrets/secret-vault.ts';
import type { DemoMode } from './settings.ts';
import { loadDemoShow } from './show/demo.ts';
import { prepareShow } from './show/initialise.ts';
import { loadPacks } from './show/packs.ts';
import { watchHealth } from './probe/health-watch.ts';
import { openStore } from './store/open-store.ts';
import { liveHistoryBounds } from './state/history-bounds.ts';
import { sessionValuesOf } from './state/session-values.ts';
import { openSharedState, type SharedState } from './state/shared-state.ts';
import { authored } from './store/revisions/authored.ts';
import { RevisionRecorder } from './store/revisions/revision-recorder.ts';
import { untilState, waitAtMost } from './store/store-waits.ts';
import type { Store } from './store/store.ts';
import { Telemetry } from './telemetry/telemetry.ts';
import { createTransports } from './transports/index.ts';

/** A start waits this long for a first answer of Redis, good or bad. */
const CONNECT_MS = 2_000;
/** And this long for the catalogue, where the store is there to take it. */
const SHOW_MS = 3_000;

export interface AppOptions {
  dataDir: string;
  /** `managed`, or the address of a Redis. */
  redis: string;
  demo: DemoMode;
  /** The app's own packs and demo show; `package.json` stands beside it. */
  resourcesDir: string;
  clock: Clock;
  log: Log;
  /** Told of every secret; the log asks it too. */
  redaction: Redaction;
  /** What seals secrets at rest, the preferred one first. */
  sealers: () => Promise<readonly Sealer[]>;
}

export interface App {
  engine: Engine;
  /** None is opened before `restoreCameras`. */
  cameras: Cameras;
  /** Opens the cameras of the last time, and the demo's where it was asked for. Once the host is there. */
  restoreCameras(): void;
  router: Router;
  store: Store;
  telemetry: Telemetry;
  shared: SharedState;
  version: string;
  /** Lets go of held keys, ends what runs, writes what waits. */
  close(): Promise<void>;
}

const PackageSchema = z.object({ version: z.string() });

const readVersion = async (resourcesDir: string): Promise<string> => {
  const text = await readFile(join(resourcesDir, '..', 'package.json'), 'utf8');
  return PackageSchema.parse(JSON.parse(text)).version;
};

/** The first press of a simulated key does not wait for the simulator to start. */
const warm = async (store: Store, targets: () => Promise<unknown>): Promise<void> => {
  const devices = await store.list('device');
  if (devices.some(isSimulated)) await targets();
};

/**
 * Puts the app together for whichever host shows it. A Redis that is away does not keep it from starting.
 * @throws StoreOpenError where the data directory or the Redis can't be used as asked
 */
export const startApp = async (options: AppOptions): Promise<App> => {
  const { dataDir, redis, resourcesDir, clock, log } = options;
  await makeDataDir(dataDir);
  const version = await readVersion(resourcesDir);
  const vault = openVault(options);
  const room = await roomId(dataDir);
  const opened = await openStore({ redis, dataDir, clock, log, roomId: room });
  const { store } = opened;
  const lifetime = new AbortController();
  const connected = untilState(store, (state) => state !== 'starting', lifetime.signal);
  await waitAtMost(clock, CONNECT_MS, Promise.all([connected, vault.ready]));

  const recorder = new RevisionRecorder({ store, clock, log });
  const shared = openSharedState({
    redis: opened.redis,
    clock,
    log,
    bounds: liveHistoryBounds(store),
  });
  const simulator = createLazySimulator(clock, log);
  const telemetry = new Telemetry({
    clock,
    log,
    store,
    queueDepth: () => engine.queueDepth(),
    variableTimes: () => shared.variables.operationTimes(),
  });
  const transports = createTransports({ clock, log });
  const engine = createEngine({
    store,
    roomId: room,
    transports,
    clock,
    log,
    simulatedTargets: simulator.targets,
    secrets: {
      reveal: (names) => vault.reveal(names),
      redact: (result) => redactResult(result, options.redaction),
    },
    session: sessionValuesOf(shared.variables),
    performers: {
      camera: cameraPerformer(() => cameras),
      hardware: hardwarePerformer(clock, () => hardware),
    },
    finished: (execution, retries) => telemetry.finished(execution, retries),
  });
  const ffmpeg = ffmpegFinder();
  const camerasConfig = liveCamerasConfig(store);
  const cameras = createCameras({
    clock,
    log,
    dataDir,
    config: camerasConfig,
    backends: createBackends({
      clock,
      log,
      ffmpeg,
      stalledMs: () => camerasConfig().stalled_ms,
    }),
    takes: keepTakes({ clock, log, ffmpeg, appVersion: version }),
    show: (slot, view) => engine.showCamera(slot, view),
    showDisk: (outputDir, disk) => engine.showDisk(outputDir, disk),
  });
  const hardware: Hardware = new HardwareRuntime({
    clock,
    log,
    store,
    roomId: room,
    osc: transports.osc,
    reveal: (names) => vault.reveal(names),
    simulatedBackend: simulator.backend,
    door: () => engine,
    show: (clientId, listing) => engine.showHardware(clientId, listing),
  });
  const offerDemoCameras = async (): Promise<void> => {
    await cameras.offer((await loadDemoShow(resourcesDir)).cameras);
  };
  const router = createRouter({
    engine,
    recorder,
    cameras,
    hardware,
    clock,
    log,
    version,
    vault,
    telemetry,
    shared,
    simulatedTargets: simulator.targets,
    loadPacks: () => loadPacks(resourcesDir),
    async loadDemo(writing) {
      const initialised = await prepareShow(writing, resourcesDir, { demo: true });
      offerDemoCameras().catch((error: unknown) => {
        log.warn({ err: error }, "the demo's cameras could not be assigned");
      });
      return initialised;
    },
  });

  const healthWatch = watchHealth({ engine, clock, log, simulatedTargets: simulator.targets });

  const byApp = authored(store, recorder, { by: null, via: 'app' });
  const prepared = prepareFirstShow({ ...options, store: byApp }, lifetime.signal).catch(
    () => false,
  );
  await waitAtMost(clock, store.status().state === 'away' ? 0 : SHOW_MS, prepared);

  void prepared.then(() => warm(store, simulator.targets)).catch(() => undefined);

  const restoreCameras = async (): Promise<void> => {
    await cameras.restore();
    if (await prepared) await offerDemoCameras();
  };
  const end = async (): Promise<void> => {
    lifetime.abort();
    await Promise.all([healthWatch.close(), hardware.close()]);
    await Promise.all([engine.close(), cameras.close()]);
    telemetry.close();
    shared.close();
    await Promise.all([prepared, simulator.close()]);
    await recorder.close();
    await opened.close();
  };
  let ended: Promise<void> | undefined;
  return {
    engine,
    cameras,
    restoreCameras() {
      restoreCameras().catch((error: unknown) => {
        log.error({ err: error }, 'the cameras could not be restored');
      });
    },
    router,
    store,
    telemetry,
    shared,
    version,
    close: () => (ended ??= end()),
  };
};
