import { onAppNode } from './app-node.mjs';
import { buildApp } from './build-app.mjs';
import { endWithChildren } from './run.mjs';

await onAppNode();
endWithChildren();
process.exitCode = (await buildApp({ force: process.argv.includes('--force') })) ? 0 : 1;
