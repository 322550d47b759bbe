import type { CameraMode } from '#shared/contract/camera.ts';
import { startCapture } from '../capture/start-capture.ts';
import { type CameraBackend, CameraTrouble } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { isMjpeg, QUIET, toPictures } from './ffmpeg-args.ts';
import { probeSource } from './probe-source.ts';
import { readSource, type Source } from './source-address.ts';

/** What opens a source: a file goes round in real time, a live one is taken as it comes. */
export const networkArgs = (
  found: Pick<Ffmpeg, 'fpsFlag'>,
  source: Source,
  { format }: CameraMode,
): string[] => [
  ...QUIET,
  ...(source.kind === 'file' ? ['-re', '-stream_loop', '-1'] : []),
  ...source.inputArgs,
  '-i',
  source.input,
  ...toPictures(found, isMjpeg(format)),
];

/** IP cameras (RTSP, HTTP, SRT) and files. Nothing is discovered: an operator gives the address. */
export const networkBackend = ({
  clock,
  log,
  ffmpeg,
  stalledMs,
}: BackendDeps): CameraBackend => ({
  discover: async () => [],

  async probe({ device_path }) {
    const mode = await probeSource(await ffmpeg(), readSource(device_path));
    return { modes: [mode], controls: [], default_preview: mode, default_record: mode };
  },

  open: ({ name, device_path }, mode, events) =>
    startCapture({
      name,
      mode,
      clock,
      log,
      events,
      ...(stalledMs ? { stalledMs: stalledMs() } : {}),
      async launch() {
        const found = await ffmpeg();
        const source = readSource(device_path);
        const args = networkArgs(found, source, mode);
        // JPEGs over HTTP carry no times: ffmpeg makes them up.
        const stamps = source.kind === 'http' && isMjpeg(mode.format) ? 'none' : 'own';
        return { program: found.ffmpeg, args, stamps };
      },
    }),

  async setControl({ name }, control) {
    throw new CameraTrouble(
      `"${control}" of ${name} can't be set from here.`,
      "Use the camera's own web page.",
    );
  },

  watch: () => () => undefined,
});
