import { cp, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { ffmpegFinder } from './ffmpeg.ts';
import { v4l2Args, v4l2Backend, type V4l2Places } from './usb-v4l2.ts';

let root = '';
let places: V4l2Places = { sys: '', dev: '', v4l2ctl: '' };
const deps = { clock: systemClock, log: createLog('silent'), ffmpeg: ffmpegFinder() };

/** Plays recorded answers; a control that is set changes its line. `contrast` is one that the camera clamps. */
const PLAYER = `#!/bin/sh
here=$(dirname "$0"); node=$2
case "$*" in
  --list-devices) cat "$here/list-devices.txt" ;;
  *--list-formats-ext) case "$node" in
    /dev/video0) cat "$here/formats-mjpg-yuyv.txt" ;;
    /dev/video2|/dev/video5) cat "$here/formats-h264-stepwise.txt" ;;
    *) cat "$here/formats-metadata.txt" ;; esac ;;
  *--list-ctrls-menus) cat "$here/controls-menus.txt" ;;
  *--set-ctrl=contrast=200) sed -i '/ contrast /s/value=.*/value=190/' "$here/controls-menus.txt" ;;
  *--set-ctrl=brightness=*) sed -i "/ brightness /s/value=.*/value=\${3##*=}/" "$here/controls-menus.txt" ;;
  *--set-ctrl=*) echo "VIDIOC_S_EXT_CTRLS: failed: Device or resource busy" >&2 ;;
esac
`;

/** A camera in sysfs: the video interface hangs below the USB device, as in the kernel's own tree. */
const plug = async (node: string, port: string, serial: string | null): Promise<void> => {
  const device = join(root, 'devices', port);
  await mkdir(join(device, `${port}:1.0`), { recursive: true });
  await writeFile(join(device, 'idVendor'), '046d\n');
  await writeFile(join(device, 'idProduct'), '082d\n');
  if (serial !== null) await writeFile(join(device, 'serial'), `${serial}\n`);
  await mkdir(join(places.sys, 'class/video4linux', node), { recursive: true });
  const link = join(places.sys, 'class/video4linux', node, 'device');
  await symlink(join(device, `${port}:1.0`), link);
  await writeFile(join(places.dev, node), '');
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mcr-v4l2-'));
  places = { sys: join(root, 'sys'), dev: join(root, 'dev'), v4l2ctl: join(root, 'v4l2-ctl') };
  await cp(join(import.meta.dirname, 'recorded'), root, { recursive: true });
  await mkdir(places.dev);
  await writeFile(places.v4l2ctl, PLAYER, { mode: 0o755 });
});
afterEach(() => rm(root, { recursive: true }));

describe('cameras on Linux', () => {
  it('are found with an id of model and serial, or port where there is no serial', async () => {
    await plug('video0', '1-2', 'A1B2C3');
    await plug('video2', '1-4.1', null);
    const usb = v4l2Backend(deps, places);
    expect(await usb.discover()).toEqual([
      {
        camera_id: { backend: 'usb', stable_id: '046d:082d:A1B2C3' },
        name: 'HD Pro Webcam C920',
        device_path: '/dev/video0',
        usb_path: '1-2',
      },
      {
        camera_id: { backend: 'usb', stable_id: '046d:082d@1-4.1' },
        name: 'Live Streaming USB Device: Live',
        device_path: '/dev/video2',
        usb_path: '1-4.1',
      },
    ]);
  });

  it('keep their id at another node, and twins of one serial are told apart by port, for good', async () => {
    await plug('video0', '1-2', 'SN0001');
    await plug('video2', '1-4.1', 'SN0001');
    const usb = v4l2Backend(deps, places);
    const twins = (await usb.discover()).map(({ camera_id }) => camera_id.stable_id);
    expect(twins).toEqual(['046d:082d:SN0001@1-2', '046d:082d:SN0001@1-4.1']);
    await writeFile(
      join(root, 'list-devices.txt'),
      'Live Streaming USB Device: Live (usb-0000:00:14.0-4.1):\n\t/dev/video5\n',
    );
    await plug('video5', '1-4.1', 'SN0001');
    expect(await usb.discover()).toMatchObject([
      { camera_id: { stable_id: '046d:082d:SN0001@1-4.1' }, device_path: '/dev/video5' },
    ]);
  });

  it('tell their modes and controls; one that is gone is said to be', async () => {
    await plug('video0', '1-2', 'A1B2C3');
    const usb = v4l2Backend(deps, places);
    const [camera] = await usb.discover();
    if (!camera) throw new Error('no camera was found');
    const capabilities = await usb.probe(camera);
    expect(capabilities.modes).toHaveLength(8);
    expect(capabilities.controls).toHaveLength(10);
    expect(capabilities.default_record).toMatchObject({ width: 1920, format: 'MJPG' });
    await unlink(join(places.dev, 'video0'));
    await expect(usb.probe(camera)).rejects.toThrow('is not connected');
  });

  it('set a control and read back what the camera made of it', async () => {
    await plug('video0', '1-2', 'A1B2C3');
    const usb = v4l2Backend(deps, places);
    const [camera] = await usb.discover();
    if (!camera) throw new Error('no camera was found');
    const set = (control: string, value: number) => usb.setControl(camera, control, value);
    expect(await set('brightness', -30)).toBe(-30);
    expect(await set('contrast', 200)).toBe(190);
    await expect(set('contrast', 100)).rejects.toThrow('Device or resource busy');
    await expect(set('zoom', 1)).rejects.toThrow('no control "zoom"');
    await expect(set('contrast=1,brightness', 1)).rejects.toThrow('no control');
    await expect(set('brightness', 65)).rejects.toThrow('no value');
    await expect(set('brightness', 1.5)).rejects.toThrow('no value');
    await expect(set('auto_exposure', 2)).rejects.toThrow('no choice');
    await expect(set('exposure_time_absolute', 100)).rejects.toThrow("can't be set now");
    expect(await readFile(join(root, 'controls-menus.txt'), 'utf8')).toContain('value=-30');
  });

  it('need v4l2-ctl only where there is a camera', async () => {
    const usb = v4l2Backend(deps, { ...places, v4l2ctl: join(root, 'nowhere') });
    expect(await usb.discover()).toEqual([]);
    await plug('video0', '1-2', null);
    await expect(usb.discover()).rejects.toThrow('v4l2-ctl, which was not found');
  });

  it('are noticed once when they come, and no more after the end', async () => {
    const usb = v4l2Backend(deps, places);
    const seen = { count: 0 };
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = usb.watch(() => {
      seen.count += 1;
      resolve();
    });
    await plug('video0', '1-2', 'A1B2C3');
    await plug('video1', '1-2.1', 'A1B2C4');
    await promise;
    stop();
    await plug('video3', '1-3', 'A1B2C5');
    expect(seen.count).toBe(1);
  });

  it('are opened in their own format, and their JPEG is never encoded again', () => {
    const mode = { width: 1280, height: 720, fps: 30, format: 'MJPG' };
    const copied = v4l2Args({ fpsFlag: '-fps_mode' }, '/dev/video0', mode).join(' ');
    expect(copied).toContain(
      '-framerate 30 -video_size 1280x720 -input_format mjpeg -i /dev/video0',
    );
    expect(copied).toContain('-c:v copy');
    const encoded = v4l2Args({ fpsFlag: '-fps_mode' }, '/dev/video0', {
      ...mode,
      format: 'YUYV',
    });
    expect(encoded.join(' ')).toContain('-input_format yuyv422 -i /dev/video0');
    expect(encoded).toContain('mjpeg');
    expect(encoded).not.toContain('copy');
  });
});
