import { onAppNode } from './app-node.mjs';
import { buildApp } from './build-app.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { becomeHeadlessHost } from './headless-host.mjs';

endWithParent();
await onAppNode();
if (await buildApp()) await becomeHeadlessHost(process.argv.slice(2));
else process.exitCode = 1;
