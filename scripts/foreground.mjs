import { spawn } from 'node:child_process';
import { exitCode } from './run.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts a command in this terminal, passes on every signal, and resolves to its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, onStdout?: (text: string) => void }} [options] `onStdout` gets the
 *   child's stdout, which is inherited without it
 * @returns {Promise<number>} 127 where it can't start
 */
export function foreground(command, args, { env = process.env, cwd, onStdout } = {}) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['inherit', onStdout === undefined ? 'inherit' : 'pipe', 'inherit'],
  });
  // a reader that went away is no reason to leave the child alone
  if (onStdout !== undefined) process.stdout.on('error', () => undefined);
  child.stdout
    ?.setEncoding('utf8')
    .on('data', (/** @type {string} */ text) => onStdout?.(text));
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    // Ctrl-C in a terminal has reached the child already, and twice means at once
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      end(127);
    });
    child.on('close', (code, signal) => end(exitCode(code, signal)));
  });
}
