import { defineConfig } from '@playwright/test';
import { electronBinary } from './fixtures/electron-binary.ts';
import type { HostOptions } from './fixtures/test.ts';

if (process.env.TEST_WORKER_INDEX === undefined) {
  const binary = electronBinary();
  const which =
    binary === undefined
      ? 'THE STAND-IN (Electron has no binary here): the built shell in plain Node, its window in Chromium'
      : `REAL ELECTRON (${binary})`;
  process.stderr.write(`\n  e2e project "electron" runs on ${which}\n\n`);
}

export default defineConfig<object, HostOptions>({
  testDir: 'specs',
  outputDir: '../out/e2e',
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5000 },
  forbidOnly: process.env.CI === 'true',
  reporter: [['line'], ['json', { outputFile: '../out/reports/e2e.json' }]],
  use: { screenshot: 'only-on-failure', trace: 'off', video: 'off' },
  projects: [
    { name: 'web', testIgnore: '**/shell*.spec.ts', use: { hostKind: 'web' } },
    {
      name: 'electron',
      // The page and the contract are the same ones, and were tried in the browser. Here: what the window does by itself (its
      // port, streams and long calls over it, pictures, its scheme, the keychain, quitting).
      testMatch: [
        '**/shell*.spec.ts',
        '**/{control-room,keys,panic,previews,takes,secrets}.spec.ts',
      ],
      grepInvert: /nothing stands in the way|it fits|it moves no key|two people/,
      use: { hostKind: 'electron' },
    },
  ],
});
