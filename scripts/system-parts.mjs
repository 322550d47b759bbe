import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program.mjs';

/**
 * @typedef {'redis' | 'ffmpeg' | 'chromium' | 'xvfb' | 'grpcio'} PartName
 * @typedef {'apt' | 'dnf' | 'pacman' | 'brew' | 'winget'} Manager
 * @typedef {object} Part
 * @property {string} title
 * @property {string} without what does not work when it is missing
 * @property {readonly string[]} programs any of these will do
 * @property {string} [module] what the program, a Python, has to be able to import
 * @property {readonly string[]} [notOn] platforms that have no such program
 * @property {Partial<Record<Manager, readonly string[]>>} packages
 */

const linuxBrowsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const otherBrowsers = {
  darwin: [
    'chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((folder) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(
      (program) => `${process.env[folder] ?? 'C:'}\\${program}`,
    ),
  ),
};

/** @type {Record<PartName, Part>} */
export const parts = {
  redis: {
    title: 'Redis',
    without: 'the app can not keep its catalogue and state',
    programs: ['redis-server', 'valkey-server'],
    notOn: ['win32'],
    packages: { apt: ['redis-server'], dnf: ['valkey'], pacman: ['valkey'], brew: ['redis'] },
  },
  ffmpeg: {
    title: 'ffmpeg',
    without: 'cameras can not be shown or recorded',
    programs: ['ffmpeg'],
    packages: {
      apt: ['ffmpeg'],
      dnf: ['ffmpeg-free'],
      pacman: ['ffmpeg'],
      brew: ['ffmpeg'],
      winget: ['Gyan.FFmpeg'],
    },
  },
  chromium: {
    title: 'Chromium',
    without: 'the tests in a browser can not run',
    programs: otherBrowsers[process.platform] ?? linuxBrowsers,
    packages: {
      apt: ['chromium'],
      dnf: ['chromium'],
      pacman: ['chromium'],
      brew: ['--cask', 'google-chrome'],
      winget: ['Google.Chrome'],
    },
  },
  xvfb: {
    title: 'Xvfb',
    without: 'the tests in Electron need a desktop',
    programs: ['xvfb-run'],
    packages: {
      // xvfb-run needs xauth, and Electron the GTK library that a machine without a desktop lacks
      apt: ['xvfb', 'xauth', 'libgtk-3-0'],
      dnf: ['xorg-x11-server-Xvfb', 'gtk3'],
      pacman: ['xorg-server-xvfb', 'gtk3'],
    },
  },
  grpcio: {
    title: 'gRPC for Python',
    without: 'the Python client can not be tested',
    // a Python of one's own, first in the path, does not have what the system's has
    programs: ['/usr/bin/python3', 'python3'],
    module: 'grpc',
    notOn: ['darwin', 'win32'],
    packages: {
      apt: ['python3-grpcio'],
      dnf: ['python3-grpcio'],
      pacman: ['python-grpcio', 'python-protobuf'],
    },
  },
};

/**
 * @param {PartName} name
 * @returns {string | undefined} the program's absolute path
 */
export function findPart(name) {
  const { programs, module } = parts[name];
  if (module === undefined) return findProgram(programs);
  return programs
    .map((program) => findProgram([program]))
    .find((program) => program !== undefined && canImport(program, module));
}

/**
 * @param {string} python
 * @param {string} module
 */
function canImport(python, module) {
  const asked = spawnSync(python, ['-c', `import ${module}`], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return asked.status === 0;
}

/**
 * The parts that this work needs.
 * @param {{ platform: string, forTests: boolean, hasElectron: boolean }} work
 * @returns {PartName[]}
 */
export function neededParts({ platform, forTests, hasElectron }) {
  /** @type {PartName[]} */
  const needed = ['redis', 'ffmpeg'];
  if (forTests) needed.push('chromium');
  if (forTests && platform === 'linux') needed.push('grpcio');
  if (forTests && hasElectron && platform === 'linux') needed.push('xvfb');
  return needed;
}

/** @returns {Manager | undefined} the package manager of this machine */
export function findManager() {
  /** @type {readonly [Manager, string][]} */
  const managers = [
    ['apt', 'apt-get'],
    ['dnf', 'dnf'],
    ['pacman', 'pacman'],
    ['brew', 'brew'],
    ['winget', 'winget'],
  ];
  return managers.find(([, program]) => findProgram([program]) !== undefined)?.[0];
}

/** @type {Record<Manager, string>} */
const commands = {
  apt: 'sudo apt-get install -y',
  dnf: 'sudo dnf install -y',
  pacman: 'sudo pacman -S --noconfirm',
  brew: 'brew install',
  winget: 'winget install',
};

/**
 * The one line a person runs to get these parts.
 * @param {readonly PartName[]} names
 * @param {Manager | undefined} manager
 * @returns {string}
 */
export function installLine(names, manager) {
  if (manager === undefined) return `get ${names.map((name) => parts[name].title).join(', ')}`;
  const wanted = names.map((name) => parts[name].packages[manager] ?? []);
  const lines = [
    wanted.filter((list) => list[0] !== '--cask').flat(),
    ...wanted.filter((list) => list[0] === '--cask'),
  ]
    .filter((list) => list.length > 0)
    .map((list) => `${commands[manager]} ${list.join(' ')}`);
  if (manager === 'winget' && names.includes('redis')) {
    lines.push(
      'get a Redis 7 (in WSL or a container) and start with --redis redis://127.0.0.1:6379',
    );
  }
  return lines.join(manager === 'winget' ? '; ' : ' && ');
}
