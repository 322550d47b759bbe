import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { startApp } from './app.ts';
import { systemClock } from './clock.ts';
import { defaultDataDir } from './data-dir.ts';
import { runElectronHost } from './hosts/electron/host.ts';
import { openKeychain } from './hosts/electron/keychain.ts';
import { createLog } from './log.ts';
import { desktopSealers } from './secrets/desktop-sealers.ts';
import { keySealers } from './secrets/key-sealers.ts';
import { Redaction } from './secrets/redactor.ts';
import { serveConfiguredGrpc } from './serve-grpc.ts';
import { logLevelFrom } from './settings.ts';

const { env, platform } = process;
const root = join(import.meta.dirname, '../..');
const dataDir = resolve(
  env['MCR_DATA_DIR'] ?? defaultDataDir({ platform, env, home: homedir() }),
);
const redaction = new Redaction();
const log = createLog(logLevelFrom(env), { redactor: redaction });

// No `await` at this level: Electron is not ready before this module has been evaluated.
runElectronHost({
  dataDir,
  rendererDir: join(root, 'out/renderer'),
  preload: join(root, 'out/preload/index.cjs'),
  devPage: env['ELECTRON_RENDERER_URL'],
  log,
  start: async () => {
    const app = await startApp({
      dataDir,
      redis: env['MCR_REDIS'] ?? 'managed',
      demo: 'when-empty',
      resourcesDir: join(root, 'resources'),
      clock: systemClock,
      log,
      redaction,
      sealers: desktopSealers(keySealers(dataDir, env), openKeychain, log),
    });
    app.restoreCameras();
    const grpc = await serveConfiguredGrpc(app, {
      dataDir,
      resourcesDir: join(root, 'resources'),
      log,
    });
    return {
      ...app,
      async close() {
        await grpc?.close();
        await app.close();
      },
    };
  },
});
