import { readdir } from 'node:fs/promises';
import type { CameraDescriptor, CameraMode } from '#shared/contract/camera.ts';
import { startCapture } from '../capture/start-capture.ts';
import { type CameraBackend, CameraTrouble } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import { chooseDefaults } from './default-modes.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { formatName, isMjpeg, QUIET, sizeOf, toPictures } from './ffmpeg-args.ts';
import { lastLine, runTool, type ToolResult } from './run-tool.ts';
import { identify, StableIds } from './usb-identity.ts';
import { readControls, setAndReadBack } from './v4l2-controls.ts';
import { parseDevices, parseFormats, type V4l2Device } from './v4l2-output.ts';
import { watchNodes } from './watch-devices.ts';

/** Where the system keeps its devices and programs; tests have a machine of their own. */
export interface V4l2Places {
  sys: string;
  dev: string;
  v4l2ctl: string;
}
const SYSTEM: V4l2Places = { sys: '/sys', dev: '/dev', v4l2ctl: 'v4l2-ctl' };

/** What opens a camera in a mode; its own JPEG passes untouched. */
export const v4l2Args = (
  found: Pick<Ffmpeg, 'fpsFlag'>,
  node: string,
  mode: CameraMode,
): string[] => {
  const name = formatName(mode.format);
  return [
    ...QUIET,
    ...`-f v4l2 -framerate ${mode.fps} -video_size ${sizeOf(mode)}`.split(' '),
    ...(name === null ? [] : ['-input_format', name]),
    '-i',
    node,
    ...toPictures(found, isMjpeg(mode.format)),
  ];
};

/** Cameras on Linux. */
export const v4l2Backend = (
  { clock, log, ffmpeg, stalledMs }: BackendDeps,
  { sys, dev, v4l2ctl }: V4l2Places = SYSTEM,
): CameraBackend => {
  const ids = new StableIds();
  const ctl = async (args: readonly string[]): Promise<ToolResult> => {
    const result = await runTool(v4l2ctl, args);
    if (result.outcome === 'missing')
      throw new CameraTrouble(
        'USB cameras need v4l2-ctl, which was not found.',
        'Install it (apt install v4l-utils), then look for cameras again.',
      );
    return result;
  };
  const modesOf = async (node: string): Promise<CameraMode[]> =>
    parseFormats((await ctl(['-d', node, '--list-formats-ext'])).stdout);

  /** The node that shows pictures: the others carry metadata. */
  const pictureNode = async ({ nodes }: V4l2Device): Promise<string | null> => {
    for (const node of nodes) if ((await modesOf(node)).length > 0) return node;
    return null;
  };

  const discover = async (): Promise<CameraDescriptor[]> => {
    const names = await readdir(dev).catch(() => []);
    if (!names.some((name) => /^video\d+$/.test(name))) return [];
    const devices = parseDevices((await ctl(['--list-devices'])).stdout);
    const found = await Promise.all(
      devices.map(async (device) => {
        const node = await pictureNode(device);
        return node === null
          ? null
          : { device, node, identity: await identify(node, sys, dev) };
      }),
    );
    const cameras = found.filter((camera) => camera !== null);
    const stable = ids.assign(cameras.map(({ identity }) => identity));
    return cameras.map(({ device, node, identity }, at) => ({
      camera_id: { backend: 'usb', stable_id: stable[at] ?? node },
      name: device.name.slice(0, 120),
      device_path: node,
      usb_path: identity.usbPath,
    }));
  };

  /** The node that a camera has today: after a re-plug it is often another. */
  const nodeNow = async (descriptor: CameraDescriptor): Promise<string> => {
    const { stable_id } = descriptor.camera_id;
    const found = (await discover()).find((one) => one.camera_id.stable_id === stable_id);
    if (found) return found.device_path;
    throw new CameraTrouble(
      `${descriptor.name} is not connected.`,
      'Plug it in; it comes back by itself.',
    );
  };

  return {
    discover,
    async probe(descriptor) {
      const node = await nodeNow(descriptor);
      const listed = await ctl(['-d', node, '--list-formats-ext']);
      const modes = parseFormats(listed.stdout);
      if (modes.length === 0)
        throw new CameraTrouble(
          `${descriptor.name} names no modes. ${lastLine(listed.stderr)}`.trim(),
          'Check that you may read it (group "video"), and plug it in again.',
        );
      return { modes, controls: await readControls(ctl, node), ...chooseDefaults(modes) };
    },
    open: (descriptor, mode, events) =>
      startCapture({
        name: descriptor.name,
        mode,
        clock,
        log,
        events,
        ...(stalledMs ? { stalledMs: stalledMs() } : {}),
        async launch() {
          const found = await ffmpeg();
          return {
            program: found.ffmpeg,
            args: v4l2Args(found, await nodeNow(descriptor), mode),
            stamps: 'own',
          };
        },
      }),
    setControl: async (descriptor, control, value) =>
      setAndReadBack(ctl, await nodeNow(descriptor), control, value),
    watch: (changed) => watchNodes(dev, clock, changed),
  };
};
