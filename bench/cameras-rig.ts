import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CameraListingSchema, CameraStatusSchema } from '../src/shared/contract/camera.ts';
import { startHeadless, type HeadlessHost } from './headless-host.ts';

const Listings = z.array(CameraListingSchema);
const Statuses = z.array(CameraStatusSchema);

export interface CamerasRig {
  host: HeadlessHost;
  /** Of the process that holds the engine. */
  pid: number;
  list(): Promise<z.infer<typeof Listings>>;
  /** Throws where one of the slots could not do it. */
  tellAll(command: string, payload?: Record<string, unknown>): Promise<void>;
}

const throwErrors = (answer: unknown): void => {
  for (const { slot, status, payload } of Statuses.parse(answer))
    if (status === 'error') throw new Error(`${slot}: ${JSON.stringify(payload)}`);
};

const untilLive = async (rig: CamerasRig): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const assigned = (await rig.list()).filter(({ descriptor }) => descriptor !== null);
    if (assigned.every(({ status }) => status === 'live')) return;
    await sleep(100);
  }
  throw new Error('the cameras did not come up within 30 s');
};

/** The built host with one synthetic camera in real time for each height, and no others. */
export const startCameras = async (
  heights: readonly (720 | 1080)[],
  dataDir?: string,
): Promise<CamerasRig> => {
  const host = await startHeadless(dataDir);
  const rig: CamerasRig = {
    host,
    pid: host.child.process.pid ?? 0,
    list: async () => Listings.parse(await host.api('GET', '/api/cameras')),
    tellAll: async (command, payload = {}) =>
      throwErrors(await host.api('POST', '/api/cameras/commands', { command, payload })),
  };
  // The demo brings two of its own, after a moment.
  for (let tries = 0; tries < 100 && (await rig.list()).length < 2; tries += 1) await sleep(50);
  for (const { slot } of await rig.list())
    await host.api('POST', `/api/cameras/${slot}/commands`, { command: 'unassign_device' });
  for (const [index, height] of heights.entries()) {
    const number = index + 1;
    const camera_id = { backend: 'synthetic', stable_id: `bench-${number}` };
    const descriptor = {
      camera_id,
      name: `Bench ${number}`,
      device_path: `testsrc2:${number}`,
    };
    const mode = { width: (height * 16) / 9, height, fps: 30, format: 'MJPG' };
    throwErrors(
      await host.api('POST', `/api/cameras/cam_${number}/commands`, {
        command: 'assign_device',
        payload: { camera_id, descriptor, mode },
      }),
    );
  }
  await untilLive(rig);
  return rig;
};

const TICK_MS = 10;

/** User and system time that a process has used, in milliseconds. Linux. */
export const cpuMs = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

/** Resident, in megabytes. Linux. */
export const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};

/** Every ffmpeg that a process started. Linux. */
export const ffmpegsOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = text.split(' ').filter(Boolean).map(Number);
  const names = await Promise.all(
    children.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')),
  );
  return children.filter((_, at) => names[at]?.trim() === 'ffmpeg');
};
