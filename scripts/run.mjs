import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/**
 * @typedef {object} RunOptions
 * @property {number} timeoutMs the child and all it started are ended after this time
 * @property {NodeJS.ProcessEnv} [env] the whole environment; this process's own where absent
 * @property {string} [cwd]
 * @property {'capture' | 'show'} [output] kept for the caller, which is so where absent, or shown on stderr
 * @property {boolean} [sameSession] stay in the terminal's session, as `sudo` needs; it can then not be ended with its children
 */

/** @typedef {{ code: number, output: string, timedOut: boolean }} Ended */

/** What a command out of time gets to end by itself before it is killed. Milliseconds. */
const LAST_WORDS_MS = 3000;

/** How long output may still come after a command has exited. Milliseconds. */
const LEFTOVER_MS = 3000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end with nothing on its stdin, in a process group of its own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Ended>} never rejects; a command that can't start ends with code 127
 */
export function run(command, args, options) {
  const { timeoutMs, output = 'capture', sameSession = false } = options;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32' && !sameSession,
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
    windowsHide: true,
  });
  running.add(child);
  let text = '';
  let timedOut = false;
  /** @param {Buffer} chunk */
  const take = (chunk) => {
    if (output === 'capture') text += chunk.toString();
    else process.stderr.write(chunk);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const timer = setTimeout(() => {
    timedOut = true;
    endTree(child, 'SIGTERM');
    setTimeout(() => endTree(child, 'SIGKILL'), LAST_WORDS_MS).unref();
  }, timeoutMs);
  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: text, timedOut });
    };
    child.on('error', (error) => {
      text += `${error.message}\n`;
      end(127);
    });
    child.on('close', (code, signal) => end(exitCode(code, signal)));
    child.on('exit', (code, signal) => {
      // something it left behind may hold its output open for ever
      setTimeout(() => {
        endTree(child, 'SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
        end(exitCode(code, signal));
      }, LEFTOVER_MS).unref();
    });
  });
}

/**
 * A shell's exit code for a child: its own, or 128 and the number of the signal that ended it.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/**
 * Sends a signal to a child and everything in its group.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-child.pid, signal);
    }
  } catch {
    child.kill(signal);
  }
}

/**
 * Has SIGINT, SIGTERM and SIGHUP end every command still running, and then this process.
 * @param {number} [graceMs] what they get to end by themselves
 */
export function endWithChildren(graceMs = 3000) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      const code = exitCode(null, signal);
      const children = [...running];
      for (const child of children) endTree(child, 'SIGTERM');
      setTimeout(() => {
        for (const child of running) endTree(child, 'SIGKILL');
        process.exit(code);
      }, graceMs);
      void Promise.all(children.map((child) => once(child, 'close'))).then(() => {
        process.exit(code);
      });
    });
  }
}
