import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** Redis scripts are read from beside the code: `new URL('./x.lua', import.meta.url)`, built or not. */
const luaBesideTheCode: Plugin = {
  name: 'lua-beside-the-code',
  generateBundle() {
    const source = join(root, 'src/main/store/redis');
    for (const file of readdirSync(source).filter((name) => name.endsWith('.lua'))) {
      this.emitFile({
        type: 'asset',
        fileName: basename(file),
        source: readFileSync(join(source, file)),
      });
    }
  },
};

export default defineConfig({
  main: {
    plugins: [luaBesideTheCode],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          headless: resolve(root, 'src/main/headless.ts'),
        },
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
    },
  },
});
