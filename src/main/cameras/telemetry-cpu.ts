import { readFile } from 'node:fs/promises';

/** `/proc` counts CPU time in hundredths of a second, whatever the kernel's own tick. */
const MS_PER_TICK = 10;

/** User and system time of one line of `/proc/{pid}/stat`, in milliseconds; null where it is no such line. */
export const cpuMsOf = (stat: string): number | null => {
  // The name in brackets may hold blanks and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? ticks * MS_PER_TICK : null;
};

const readCpuMs = async (pid: number): Promise<number | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : cpuMsOf(stat);
};

/** CPU of a set of processes that may change between two looks. */
export class ProcessCpu {
  #last = new Map<number, number>();
  #lastMs: number | null = null;

  /** In percent of one core since the last look; null at the first one, and where it can't be told. */
  async percent(pids: readonly number[], nowMs: number): Promise<number | null> {
    const times = await Promise.all(pids.map(readCpuMs));
    const now = new Map<number, number>();
    for (const [index, pid] of pids.entries()) {
      const cpuMs = times[index];
      if (cpuMs !== null && cpuMs !== undefined) now.set(pid, cpuMs);
    }
    const last = this.#last;
    const elapsedMs = this.#lastMs === null ? 0 : nowMs - this.#lastMs;
    this.#last = now;
    this.#lastMs = nowMs;
    const known = [...now].filter(([pid]) => last.has(pid));
    if (elapsedMs <= 0 || known.length === 0) return null;
    const usedMs = known.reduce((sum, [pid, ms]) => sum + ms - (last.get(pid) ?? ms), 0);
    return Math.max(0, (usedMs * 100) / elapsedMs);
  }
}
