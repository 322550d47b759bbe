import type { CameraDescriptor, CameraMode } from '#shared/contract/camera.ts';
import { startCapture } from '../capture/start-capture.ts';
import { type CameraBackend, CameraTrouble } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import { chooseDefaults } from './default-modes.ts';
import {
  type ListedDevice,
  parseAvfoundation,
  parseAvfoundationModes,
  parseDshow,
  parseDshowModes,
} from './device-list.ts';
import { formatName, isMjpeg, QUIET, sizeOf, toPictures } from './ffmpeg-args.ts';
import { runTool } from './run-tool.ts';
import { pollWatch } from './watch-devices.ts';

const RESCAN_MS = 5000;
const LOOK_WITHIN_MS = 8000;

/** How a system's cameras are listed, asked and opened through ffmpeg. All lists come on stderr. */
interface Listing {
  list: string[];
  modes(input: string): string[];
  parse(stderr: string): ListedDevice[];
  parseModes(stderr: string): CameraMode[];
  open(input: string, mode: CameraMode): string[];
}

const LISTINGS: Readonly<Record<'darwin' | 'win32', Listing>> = {
  darwin: {
    list: ['-f', 'avfoundation', '-list_devices', 'true', '-i', ''],
    // No camera has this rate: it answers with those that it has.
    modes: (input) => ['-f', 'avfoundation', '-framerate', '999', '-i', `${input}:none`],
    parse: parseAvfoundation,
    parseModes: parseAvfoundationModes,
    open: (input, mode) => [
      ...`-f avfoundation -framerate ${mode.fps} -video_size ${sizeOf(mode)} -i`.split(' '),
      `${input}:none`,
    ],
  },
  win32: {
    list: ['-f', 'dshow', '-list_devices', 'true', '-i', 'dummy'],
    modes: (input) => ['-f', 'dshow', '-list_options', 'true', '-i', `video=${input}`],
    parse: parseDshow,
    parseModes: parseDshowModes,
    open: (input, mode) => [
      ...`-f dshow -rtbufsize 64M -framerate ${mode.fps} -video_size ${sizeOf(mode)}`.split(
        ' ',
      ),
      ...dshowFormat(mode.format),
      '-i',
      `video=${input}`,
    ],
  },
};

const dshowFormat = (format: string): string[] => {
  const name = formatName(format);
  if (name === null) return [];
  return ['mjpeg', 'h264', 'hevc'].includes(name) ? ['-vcodec', name] : ['-pixel_format', name];
};

/** Cameras on macOS (avfoundation) and Windows (dshow). */
export const listedBackend = (
  { clock, log, ffmpeg, stalledMs }: BackendDeps,
  platform: 'darwin' | 'win32',
): CameraBackend => {
  const listing = LISTINGS[platform];
  const ask = async (args: string[]): Promise<string> => {
    const { ffmpeg: program } = await ffmpeg();
    return (await runTool(program, ['-hide_banner', '-nostdin', ...args], LOOK_WITHIN_MS))
      .stderr;
  };
  const discover = async (): Promise<CameraDescriptor[]> =>
    listing.parse(await ask(listing.list)).map(({ name, id, input }) => ({
      camera_id: { backend: 'usb', stable_id: id.slice(0, 256) },
      name: name.slice(0, 120),
      device_path: input,
    }));
  const pathNow = async (descriptor: CameraDescriptor): Promise<string> => {
    const { stable_id } = descriptor.camera_id;
    const found = (await discover()).find((one) => one.camera_id.stable_id === stable_id);
    if (found) return found.device_path;
    throw new CameraTrouble(
      `${descriptor.name} is not connected.`,
      'Plug it in, or end the program that uses it.',
    );
  };

  return {
    discover,
    async probe(descriptor) {
      const modes = listing.parseModes(await ask(listing.modes(await pathNow(descriptor))));
      if (modes.length === 0)
        throw new CameraTrouble(
          `${descriptor.name} does not say what it can do.`,
          'Check that this app may use the camera, and that no other program does.',
        );
      return { modes, controls: [], ...chooseDefaults(modes) };
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
          const input = listing.open(await pathNow(descriptor), mode);
          const output = toPictures(found, isMjpeg(mode.format));
          const args = [...QUIET, ...input, ...output];
          return { program: found.ffmpeg, args, stamps: 'own' };
        },
      }),
    async setControl(descriptor, control) {
      throw new CameraTrouble(
        `"${control}" of ${descriptor.name} can't be set on this system.`,
        "Use the camera maker's own program.",
      );
    },
    watch: (changed) =>
      pollWatch(async () => JSON.stringify(await discover()), RESCAN_MS, clock, changed),
  };
};
