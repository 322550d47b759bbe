import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  CameraListingSchema,
  CameraStatusSchema,
  type CameraListing,
} from '#shared/contract/camera.ts';
import { openAlone } from './chromium.ts';
import { startHeadless } from './headless-host.ts';

const DRAWN_WITHIN_MS = 30_000;

/** A headless host with test patterns in its first slots and nothing in the others. */
export interface CameraHost {
  slots: string[];
  /** Signed in, with this path. */
  address(path: string): string;
  listed(): Promise<CameraListing[]>;
  /** Of one slot, or of all. Throws where one refuses. */
  command(name: string, payload?: object, slots?: string[]): Promise<void>;
}

const statusesSchema = z.array(CameraStatusSchema);

/** Runs `work` on a host whose cameras are all live, 720p30. */
export const onCameras = async <T>(
  count: number,
  work: (host: CameraHost) => Promise<T>,
): Promise<T> => {
  const host = await startHeadless();
  const slots = Array.from({ length: count }, (_, at) => `cam_${at + 1}`);
  const listAll = async () =>
    z.array(CameraListingSchema).parse(await host.api('GET', '/api/cameras'));
  const tell = async (slot: string, command: string, payload: object): Promise<void> => {
    const path = `/api/cameras/${slot}/commands`;
    const statuses = statusesSchema.parse(await host.api('POST', path, { command, payload }));
    const refused = statuses.find(({ status }) => status === 'error');
    if (refused) throw new Error(`${slot}: ${JSON.stringify(refused.payload)}`);
  };
  try {
    // The demo's own cameras come right after the start.
    await sleep(2000);
    for (const { slot, descriptor } of await listAll())
      if (descriptor) await tell(slot, 'unassign_device', {});
    for (const [at, slot] of slots.entries()) {
      const number = at + 1;
      const camera_id = { backend: 'synthetic', stable_id: `test-pattern-${number}` };
      const descriptor = {
        camera_id,
        name: `Test pattern ${number}`,
        device_path: `testsrc2:${number}`,
      };
      await tell(slot, 'assign_device', { camera_id, descriptor });
    }
    return await work({
      slots,
      address(path) {
        const url = new URL(host.url);
        const { pathname, hash } = new URL(path, url);
        return Object.assign(url, { pathname, hash }).href;
      },
      listed: async () => (await listAll()).filter(({ slot }) => slots.includes(slot)),
      async command(name, payload = {}, some = slots) {
        await Promise.all(some.map((slot) => tell(slot, name, payload)));
      },
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
