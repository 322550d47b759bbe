import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { TakeSchema } from '../src/shared/contract/camera.ts';
import { parseTiming } from '../src/main/cameras/recording/timing-csv.ts';
import { figure, type Figure } from './figure.ts';
import { ffmpegsOf, startCameras } from './cameras-rig.ts';
import { startHeadless } from './headless-host.ts';

const RECORD_MS = 10_000;
const FPS = 30;
const RECOVER_TRIES = 100;

const framesIn = async (file: string): Promise<number> => {
  const asked =
    '-v error -f matroska -select_streams v:0 -count_packets -show_entries stream=nb_read_packets -of csv=p=0';
  const { stdout } = await promisify(execFile)('ffprobe', [...asked.split(' '), file]);
  return Number(/\d+/.exec(stdout)?.[0]);
};

/** By the camera's own pace, from the first recorded frame to the kill: what a perfect recorder would hold. */
const expectedFrames = async (timing: string, killedMs: number): Promise<number> => {
  const { rows } = parseTiming(await readFile(timing, 'utf8'));
  const firstMs = rows[0]?.utcMs ?? Number.NaN;
  return Math.floor(((killedMs - firstMs) * FPS) / 1000) + 1;
};

/** The app and every ffmpeg of it killed at once while four 720p30 record; then the next start. */
export const sigkillFigures = async (): Promise<Figure[]> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-bench-'));
  try {
    const rig = await startCameras([720, 720, 720, 720], dataDir);
    await rig.tellAll('start_recording', { session_prefix: 'killed' });
    await sleep(RECORD_MS);
    const victims = [rig.pid, ...(await ffmpegsOf(rig.pid))];
    const killedMs = Date.now();
    if (victims.length < 9) throw new Error(`only ${victims.length} processes to kill`);
    for (const pid of victims) process.kill(pid, 'SIGKILL');
    await rig.host.stop();

    const folder = join(dataDir, 'recordings');
    const partials = (await readdir(folder)).filter((name) => name.endsWith('.mkv.partial'));
    const missing = await Promise.all(
      partials.map(async (name) => {
        const path = join(folder, name);
        const expected = await expectedFrames(
          path.replace('.mkv.partial', '_timing.csv'),
          killedMs,
        );
        return expected - (await framesIn(path));
      }),
    );
    const worst = Math.max(...missing);

    const again = await startHeadless(dataDir);
    const takes = z.array(TakeSchema);
    let recovered = 0;
    for (let tries = 0; tries < RECOVER_TRIES && recovered < 4; tries += 1) {
      await sleep(100);
      const list = takes.parse(await again.api('GET', '/api/takes'));
      recovered = list.filter((take) => take.recovered && take.frames > 0).length;
    }
    await again.stop();
    return [
      figure({
        name: 'camera.sigkill',
        value: worst,
        unit: `frames missing at most, ${partials.length} files`,
        goal: '≤ 5',
        ok: partials.length === 4 && worst <= 5,
      }),
      figure({
        name: 'camera.sigkill.recovered',
        value: recovered,
        unit: 'takes at the next start',
        goal: '4',
        ok: recovered === 4,
      }),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
};
