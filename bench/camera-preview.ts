import { setTimeout as sleep } from 'node:timers/promises';
import { mean, onCameras, onCamerasPage, readings, type CameraHost } from './camera-page.ts';
import { figure, type Figure } from './figure.ts';

const WARM_MS = 5_000;
const SECONDS = 20;

/** Drawn and captured per second, of the camera that is drawn least often. */
const measure = async (host: CameraHost): Promise<{ drawn: number; captured: number }> => {
  await sleep(WARM_MS);
  const bySlot = await readings(host, SECONDS, 1000);
  const rates = bySlot.map((read) => ({
    drawn: mean(read.map(({ preview }) => preview.fps ?? 0)),
    captured: mean(read.map(({ capture_fps }) => capture_fps ?? 0)),
  }));
  const [slowest] = rates.toSorted((a, b) => a.drawn - b.drawn);
  if (!slowest) throw new Error('There is no camera.');
  return slowest;
};

/**
 * Pictures per second that Chromium draws of 720p30 test patterns on the page of the cameras: of one, and of
 * each of four while all of them are recorded. Nothing looks into the browser: the host counts what the page
 * says it drew. Raw: what was captured at the same time.
 */
export const previewFigures = async (): Promise<Figure[]> => {
  const one = await onCameras(1, (host) => onCamerasPage(host, () => measure(host)));
  const four = await onCameras(4, (host) =>
    onCamerasPage(host, async () => {
      await host.command('start_recording');
      const rates = await measure(host);
      await host.command('stop_recording');
      return rates;
    }),
  );
  return [
    figure({
      name: 'camera.preview.one',
      value: one.drawn,
      unit: 'fps drawn',
      raw: one.captured,
      goal: '≥ 29 fps',
      ok: one.drawn >= 29,
    }),
    figure({
      name: 'camera.preview.four',
      value: four.drawn,
      unit: 'fps drawn, slowest',
      raw: four.captured,
      goal: '≥ 25 fps',
      ok: four.drawn >= 25,
    }),
  ];
};
