import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraListing } from '#shared/contract/camera.ts';
import { startCameras } from './cameras-rig.ts';
import { openAlone } from './chromium.ts';

const DRAWN_WITHIN_MS = 30_000;

/** A headless host with test patterns in its first slots and nothing in the others. */
export interface CameraHost {
  slots: string[];
  /** Signed in, with this path. */
  address(path: string): string;
  listed(): Promise<CameraListing[]>;
  /** To all of them together. Throws where one refuses. */
  command(name: string, payload?: Record<string, unknown>): Promise<void>;
}

/** Runs `work` on a host whose cameras are all live, 720p30. */
export const onCameras = async <T>(
  count: number,
  work: (host: CameraHost) => Promise<T>,
): Promise<T> => {
  const rig = await startCameras(Array.from({ length: count }, () => 720 as const));
  const { host } = rig;
  const slots = Array.from({ length: count }, (_, at) => `cam_${at + 1}`);
  try {
    return await work({
      slots,
      address(path) {
        const url = new URL(host.url);
        const { pathname, hash } = new URL(path, url);
        return Object.assign(url, { pathname, hash }).href;
      },
      listed: async () => (await rig.list()).filter(({ slot }) => slots.includes(slot)),
      command: (name, payload) => rig.tellAll(name, payload),
    });
  } finally {
    await host.stop();
  }
};

/** Waits until somebody draws every camera. */
export const untilDrawn = async (host: CameraHost): Promise<void> => {
  const until = performance.now() + DRAWN_WITHIN_MS;
  while (performance.now() < until) {
    const cameras = await host.listed();
    if (cameras.every(({ preview }) => (preview.fps ?? 0) > 0)) return;
    await sleep(250);
  }
  throw new Error(`No picture was drawn within ${DRAWN_WITHIN_MS / 1000} s.`);
};

/** Reads the list of cameras `times` times, `everyMs` apart, by slot. */
export const readings = async (
  host: CameraHost,
  times: number,
  everyMs: number,
): Promise<CameraListing[][]> => {
  const bySlot = host.slots.map((): CameraListing[] => []);
  for (let at = 0; at < times; at += 1) {
    await sleep(everyMs);
    for (const camera of await host.listed())
      bySlot[host.slots.indexOf(camera.slot)]?.push(camera);
  }
  return bySlot;
};

/** Runs `work` while a Chromium that nobody looks into shows the page of the cameras. */
export const onCamerasPage = async <T>(
  host: CameraHost,
  work: () => Promise<T>,
): Promise<T> => {
  const chromium = await openAlone(host.address('/#/cameras'));
  try {
    await untilDrawn(host);
    return await work();
  } finally {
    await chromium.stop();
  }
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
