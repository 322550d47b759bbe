import { execFile } from 'node:child_process';

/** `missing`: there is no such program. `late`: it was killed because it took too long. */
export interface ToolResult {
  outcome: 'exited' | 'missing' | 'late';
  status: number | null;
  stdout: string;
  stderr: string;
}

const MOST_BYTES = 4_000_000;

/** Runs a program that answers and ends. Never rejects; ends within `withinMs`. */
export const runTool = (
  program: string,
  args: readonly string[],
  withinMs = 5000,
): Promise<ToolResult> =>
  new Promise((resolve) => {
    const options = {
      timeout: withinMs,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      // Names of formats and controls are parsed.
      env: { ...process.env, LC_ALL: 'C' },
      windowsHide: true,
    } as const;
    try {
      const child = execFile(program, args, options, (error, stdout, stderr) => {
        const code = error?.code;
        const notThere = code === 'ENOENT' || code === 'EACCES' || code === 'ENOEXEC';
        resolve({
          outcome: notThere ? 'missing' : error?.killed === true ? 'late' : 'exited',
          status: error === null ? 0 : typeof code === 'number' ? code : null,
          stdout,
          stderr,
        });
      });
      child.stdin?.end();
    } catch (error) {
      // An argument with a NUL byte is refused before anything starts.
      resolve({ outcome: 'exited', status: null, stdout: '', stderr: String(error) });
    }
  });

/** The last line of what a program said that is not empty. */
export const lastLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '') ?? '';
