import { setTimeout as sleep } from 'node:timers/promises';
import { figure, type Figure } from './figure.ts';
import { startCameras } from './cameras-rig.ts';

const WARM_MS = 5000;
const MEASURE_MS = 20_000;

/** One 1080p30 and four 720p30 at once: frames that each delivered, by its own count. Raw: their nominal rate. */
export const captureFigures = async (): Promise<Figure[]> => {
  const rig = await startCameras([1080, 720, 720, 720, 720]);
  try {
    await sleep(WARM_MS);
    const before = await rig.list();
    const from = performance.now();
    await sleep(MEASURE_MS);
    const after = await rig.list();
    const seconds = (performance.now() - from) / 1000;
    const rates = after.map(
      ({ telemetry }, at) =>
        ((telemetry?.frames_captured ?? 0) - (before[at]?.telemetry?.frames_captured ?? 0)) /
        seconds,
    );
    const slowest = Math.min(...rates);
    return [
      figure({
        name: 'camera.capture',
        value: slowest,
        unit: `fps, slowest of ${rates.length}`,
        raw: 30,
        goal: '≥ 29.7 fps',
        ok: rates.length === 5 && slowest >= 29.7,
      }),
    ];
  } finally {
    await rig.host.stop();
  }
};
