import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process number alone is used again after a while: with the time it began it names one process. */
export interface ProcessIdentity {
  pid: number;
  /** As the system tells it; null where it does not. */
  began: string | null;
}

/** State and start of a process, as Linux tells them; null where it does not. */
const statOnLinux = (pid: number): { state: string | null; began: string | null } | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, second and in brackets, may hold spaces; the start is the 20th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? null, began: fields[19] ?? null };
  } catch {
    return null;
  }
};

const beganByPs = (pid: number): string | null => {
  try {
    const options = { encoding: 'utf8', timeout: 2000, stdio: 'pipe' } as const;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim() || null;
  } catch {
    return null;
  }
};

export const identify = (pid: number): ProcessIdentity => ({
  pid,
  began: process.platform === 'linux' ? (statOnLinux(pid)?.began ?? null) : beganByPs(pid),
});

/** Whether this very process still runs. */
export const isRunning = ({ pid, began }: ProcessIdentity): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  // It has ended, and nobody has collected it: in a container there may be nobody who ever does.
  if (process.platform === 'linux' && statOnLinux(pid)?.state === 'Z') return false;
  const now = identify(pid).began;
  return began === null || now === null || began === now;
};
