import { registerHooks } from 'node:module';

/** Given to Node by `--import`: whoever imports `electron` gets the stand-in, the built app included. */
const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron'
      ? { url: standIn, shortCircuit: true }
      : nextResolve(specifier, context),
});
