import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { sourceHash } from './build-app.mjs';
import { inRoot } from './project.mjs';

const folders: string[] = [];

function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcr-build-'));
  folders.push(folder);
  for (const file of ['package.json', 'package-lock.json', 'electron.vite.config.ts']) {
    cpSync(inRoot(file), join(folder, file));
  }
  mkdirSync(join(folder, 'src/main'), { recursive: true });
  writeFileSync(join(folder, 'src/main/take.ts'), 'export const take = 1;\n');
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

it('is the same for the same sources, wherever they lie', () => {
  expect(sourceHash(checkout())).toBe(sourceHash(checkout()));
});

it.each([
  ['a changed source', 'src/main/take.ts', true],
  ['a new source', 'src/main/cue.ts', true],
  ['a changed configuration', 'electron.vite.config.ts', true],
  ['a new test', 'src/main/take.test.ts', false],
])('sees %s', (_, file, isSeen) => {
  const folder = checkout();
  const before = sourceHash(folder);
  writeFileSync(join(folder, file), 'export const take = 2;\n');
  expect(sourceHash(folder) !== before).toBe(isSeen);
});
