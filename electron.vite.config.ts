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
    const main = join(root, 'src/main');
    for (const file of readdirSync(main, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.lua')) continue;
      this.emitFile({
        type: 'asset',
        fileName: basename(file),
        source: readFileSync(join(main, file)),
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
      // a sandboxed preload can require nothing but electron
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The page's policy allows no data: fonts.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
    },
  },
});
