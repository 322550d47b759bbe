import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMb } from './cameras-rig.ts';
import { figure, median, type Figure } from './figure.ts';
import { startChild } from './child.ts';
import { startHeadless } from './headless-host.ts';

const BARE = `require('node:http').createServer().listen(0, () => console.log('{}'))`;

/** Cold start of the headless host with the demo, and what its Node process holds when idle. */
export const hostFigures = async (): Promise<Figure[]> => {
  const starts: number[] = [];
  const bare: number[] = [];
  let memory = Number.NaN;
  let bareMemory = Number.NaN;
  for (let i = 0; i < 6; i += 1) {
    const dataDir = await mkdtemp(join(tmpdir(), 'mcr-bench-'));
    const bareFrom = performance.now();
    const plain = await startChild(['-e', BARE]);
    const bareMs = performance.now() - bareFrom;
    bareMemory = await residentMb(plain.process.pid ?? 0);
    await plain.stop();
    const from = performance.now();
    const host = await startHeadless(dataDir);
    const ms = performance.now() - from;
    if (i > 0) {
      starts.push(ms);
      bare.push(bareMs);
    }
    if (i === 5 && process.platform === 'linux') {
      await host.api('POST', '/api/surfaces/studio_main/1/0/1/press');
      await sleep(3000);
      memory = await residentMb(host.child.process.pid ?? 0);
    }
    await host.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return [
    figure({
      name: 'host.start',
      value: median(starts),
      unit: 'ms to listening',
      raw: median(bare),
      goal: '≤ 1500 ms',
      ok: median(starts) <= 1500,
    }),
    figure({
      name: 'host.memory',
      value: memory,
      unit: 'MB resident, idle',
      raw: bareMemory,
      goal: '≤ 200 MB',
      ok: memory <= 200,
    }),
  ];
};
