import { onAppNode } from './app-node.mjs';
import { inRoot, root } from './project.mjs';
import { endWithChildren, run } from './run.mjs';

const folders = [
  'src/main',
  'src/renderer',
  'src/shared',
  'src/preload',
  'e2e',
  'bench',
  'examples',
  'scripts',
];
const CHECK_MS = 2 * 60 * 1000;
const NO_INPUTS = 'TS18003';

/**
 * Checks one folder's types by its own tsconfig. A folder without files yet passes.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
async function check(folder) {
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const ended = await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: root,
    timeoutMs: CHECK_MS,
  });
  if (ended.code === 0 || ended.output.includes(NO_INPUTS)) return true;
  process.stdout.write(
    `${folder}: ${ended.timedOut ? 'no end in time' : 'errors'}\n${ended.output}`,
  );
  return false;
}

await onAppNode();
endWithChildren();
const queue = [...folders];
const lane = async () => {
  let passes = true;
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    passes = (await check(folder)) && passes;
  }
  return passes;
};
const lanes = await Promise.all([lane(), lane()]);
process.exitCode = lanes.every(Boolean) ? 0 : 1;
