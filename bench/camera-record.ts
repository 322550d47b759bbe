import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { TakeSchema } from '../src/shared/contract/camera.ts';
import { figure, median, type Figure } from './figure.ts';
import { cpuMs, residentMb, startCameras, type CamerasRig } from './cameras-rig.ts';
import { openAlone } from './chromium.ts';

const WARM_MS = 5000;
const RECORD_MS = 60_000;
const SETTLE_MS = 60_000;
const GROW_MS = 300_000;
const EACH_MS = 5000;

const takesOf = async ({ host }: CamerasRig): Promise<z.infer<typeof TakeSchema>[]> =>
  z.array(TakeSchema).parse(await host.api('GET', '/api/takes'));

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Four 720p30 recorded by copy for a minute, while a browser without a debugger shows all of them. */
export const recordFigures = async (): Promise<Figure[]> => {
  const rig = await startCameras([720, 720, 720, 720]);
  const page = await openAlone(`${rig.host.url}#/cameras`);
  try {
    await sleep(WARM_MS);
    const idleFrom = await cpuMs(rig.pid);
    await sleep(WARM_MS);
    const idle = ((await cpuMs(rig.pid)) - idleFrom) / (WARM_MS / 100);
    await rig.tellAll('start_recording', { session_prefix: 'bench' });
    const [from, cpu] = [performance.now(), await cpuMs(rig.pid)];
    await sleep(RECORD_MS);
    const percent = (((await cpuMs(rig.pid)) - cpu) / (performance.now() - from)) * 100;
    await rig.tellAll('stop_recording');
    const takes = await takesOf(rig);
    const drops = takes.reduce((total, take) => total + sum(take.drops), 0);
    const passed = takes.filter(({ verdict }) => verdict === 'PASS').length;
    for (const { file, reasons } of takes) if (reasons.length > 0) console.error(file, reasons);
    return [
      figure({
        name: 'camera.record.drops',
        value: drops,
        unit: `frames of ${takes.reduce((total, { captured }) => total + captured, 0)}`,
        goal: '0',
        ok: takes.length === 4 && drops === 0,
      }),
      figure({
        name: 'camera.record.pass',
        value: passed,
        unit: `takes of ${takes.length}`,
        goal: '4',
        ok: passed === 4,
      }),
      figure({
        name: 'camera.record.cpu',
        value: percent,
        unit: '% of a core, main process',
        raw: idle,
        goal: '≤ 10 %',
        ok: percent <= 10,
      }),
    ];
  } finally {
    await page.stop();
    await rig.host.stop();
  }
};

const samples = async (pid: number, forMs: number): Promise<number[]> => {
  const taken: number[] = [];
  for (let waited = 0; waited < forMs; waited += EACH_MS) {
    await sleep(EACH_MS);
    taken.push(await residentMb(pid));
  }
  return taken;
};

/**
 * What the main process holds more after five minutes of four 720p30 that record and are looked at. Medians of
 * half a minute at both ends, after a minute in which caches and the heap fill.
 */
export const memoryFigures = async (): Promise<Figure[]> => {
  const rig = await startCameras([720, 720, 720, 720]);
  const page = await openAlone(`${rig.host.url}#/cameras`);
  try {
    await rig.tellAll('start_recording', { session_prefix: 'memory' });
    await sleep(SETTLE_MS);
    const half = GROW_MS / 10;
    const first = median(await samples(rig.pid, half));
    await samples(rig.pid, GROW_MS - 2 * half);
    const last = median(await samples(rig.pid, half));
    await rig.tellAll('stop_recording');
    return [
      figure({
        name: 'camera.memory',
        value: last - first,
        unit: 'MB more after 5 min',
        raw: first,
        goal: '≤ 20 MB',
        ok: last - first <= 20,
      }),
    ];
  } finally {
    await page.stop();
    await rig.host.stop();
  }
};
