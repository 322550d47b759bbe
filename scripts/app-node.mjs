import { existsSync } from 'node:fs';
import { inRoot, say } from './project.mjs';
import { foreground } from './foreground.mjs';

/** The Node release line that the app is built for. */
const NODE_MAJOR = 24;

/**
 * Where npm puts the app's own Node, by the packages that carry it.
 * @param {string} platform
 * @param {string} arch
 * @returns {string[]} paths below the checkout's folder
 */
export function nodePlaces(platform, arch) {
  const name = `${platform === 'win32' ? 'win' : platform}-${arch}`;
  const program = platform === 'win32' ? 'node.exe' : 'node';
  return [`node-${name}`, `node-bin-${name}`].map(
    (folder) => `node_modules/${folder}/bin/${program}`,
  );
}

/** @returns {string | undefined} the app's own Node, where npm has one for this platform */
export function findAppNode() {
  return nodePlaces(process.platform, process.arch)
    .map((place) => inRoot(place))
    .find((place) => existsSync(place));
}

/**
 * Makes sure that this script runs on the app's Node: where the host's is older, the script is run again on the one
 * from `node_modules`, and this process ends with its exit code.
 */
export async function onAppNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return;
  const node = findAppNode();
  if (node === undefined || node === process.execPath) {
    say(
      `MCR Bridge needs Node ${NODE_MAJOR}; this is ${process.version}, and npm has none for ` +
        `${process.platform} on ${process.arch}. Install Node ${NODE_MAJOR} and run this again.`,
    );
    process.exit(1);
  }
  process.exit(await foreground(node, process.argv.slice(1)));
}
