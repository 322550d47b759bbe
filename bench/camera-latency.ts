import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import {
  mean,
  onCameras,
  onCamerasPage,
  readings,
  untilDrawn,
  type CameraHost,
} from './camera-page.ts';
import { figure, type Figure } from './figure.ts';

const WARM_MS = 5_000;
/** The host's figures are of the last five seconds. */
const WINDOW_MS = 5_000;
const WINDOWS = 4;

const p95 = async (host: CameraHost): Promise<number> => {
  await sleep(WARM_MS);
  const [read = []] = await readings(host, WINDOWS, WINDOW_MS);
  return mean(read.map(({ preview }) => preview.to_screen_p95_ms ?? Number.NaN));
};

/** Somebody who takes each picture and draws none. */
const takeOnly = async (host: CameraHost): Promise<number> => {
  const address = host.address(`/api/cameras/${host.slots[0]}/preview`);
  const viewer = new WebSocket(address.replace(/^http/, 'ws'));
  viewer.on('message', () => viewer.send('taken'));
  await once(viewer, 'open');
  await untilDrawn(host);
  const taken = await p95(host);
  viewer.terminate();
  return taken;
};

/**
 * From the moment a 720p30 picture was taken, by its own stamp, to the moment Chromium's page says that the
 * screen takes it: it was received, decoded and drawn, and the next frame of the screen has begun. The host
 * measures on its clock, so that the way of that word counts too. 95th percentile of five seconds, mean of
 * four such. Raw: the same way to a viewer in Node that draws nothing.
 */
export const latencyFigures = (): Promise<Figure[]> =>
  onCameras(1, async (host) => {
    const drawn = await onCamerasPage(host, () => p95(host));
    const taken = await takeOnly(host);
    return [
      figure({
        name: 'camera.latency',
        value: drawn,
        unit: 'ms p95, taken to drawn',
        raw: taken,
        goal: '≤ 80 ms',
        ok: drawn <= 80,
      }),
    ];
  });
