import type { CameraDescriptor, CameraMode } from '#shared/contract/camera.ts';
import { startCapture } from '../capture/start-capture.ts';
import { type CameraBackend, CameraTrouble } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { QUIET, sizeOf, SMJPEG } from './ffmpeg-args.ts';
import { runTool } from './run-tool.ts';
import { IN_ROWS, stripLines, testPictures } from './test-pictures.ts';

const OFFERED = 4;
const SIZES = [
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
const MODES: CameraMode[] = SIZES.flatMap((size) =>
  [30, 25, 50, 60].map((fps) => ({ ...size, fps, format: 'MJPG' })),
);
const DEFAULT = { width: 1280, height: 720, fps: 30, format: 'MJPG' };

const offered = (number: number): CameraDescriptor => ({
  camera_id: { backend: 'synthetic', stable_id: `test-pattern-${number}` },
  name: `Test pattern ${number}`,
  device_path: `testsrc2:${number}`,
});

/** Text that can't end a quoted value of a filter, nor begin an expansion. */
const plain = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N} _.#-]/gu, ' ').slice(0, 40);

const MS = 'round(t*1000)';
const digits = (expression: string, length: number): string =>
  `%{eif\\:${expression}\\:d\\:${length}}`;
/** The time of a picture, which is the time of day (UTC): `20:15:07.033`. */
const TIME = [
  digits(`mod(floor(${MS}/3600000),24)`, 2),
  digits(`mod(floor(${MS}/60000),60)`, 2),
  `${digits(`mod(floor(${MS}/1000),60)`, 2)}.${digits(`mod(${MS},1000)`, 3)}`,
].join('\\:');

/** The camera's name, the time of day and the picture's number, in a strip of so many lines. */
const writing = (name: string, lines: number): string =>
  `drawtext=text='${plain(name)}  ${TIME}  %{n}':x=(w-tw)/2:y=(h-th)/2:fontsize=${Math.round((lines * 2) / 3)}:fontcolor=white`;

/** Each picture gets the time of day at which it passes, even where the clock is set back. */
const STAMP = 'settb=AVTB,setpts=max(PREV_OUTPTS+1\\,RTCTIME)';

/** A strip of few rows is warned of at each start: "too many slices". */
const SILENT = [...QUIET, '-loglevel', 'error'];

/**
 * What makes a camera's own strip of each picture, in real time. The filter `realtime` is exact, where `-re` looks every
 * 10 ms only.
 */
const stripArgs = (
  { fpsFlag }: Pick<Ffmpeg, 'fpsFlag'>,
  mode: CameraMode,
  text: string | null,
): string[] => {
  const size = sizeOf({ width: mode.width, height: stripLines(mode) });
  const source = `color=black:size=${size}:rate=${mode.fps},format=yuvj420p,realtime`;
  const filter = text === null ? STAMP : `${STAMP},${text}`;
  const keep = `-enc_time_base 1:1000000 ${fpsFlag} passthrough`.split(' ');
  const input = ['-f', 'lavfi', '-i', source, '-vf', filter];
  return [...SILENT, ...input, ...IN_ROWS, ...keep, ...SMJPEG];
};

/**
 * Test pictures in real time. The moving part is made once and goes round; ffmpeg makes what is the camera's own, a strip
 * with its name and the time: a whole picture would cost ten times as much.
 */
export const syntheticBackend = ({
  clock,
  log,
  ffmpeg,
  stalledMs,
}: BackendDeps): CameraBackend => {
  const picturesOf = testPictures();
  let writes: Promise<boolean> | null = null;
  /** Whether this ffmpeg can write on pictures: some have no text renderer, or find no font. */
  const canWrite = (program: string): Promise<boolean> => {
    const one = ['-f', 'lavfi', '-i', `color=size=64x16,${writing('0', 16)}`];
    const nowhere = ['-frames:v', '1', '-f', 'null', '-'];
    writes ??= runTool(program, [...QUIET, ...one, ...nowhere]).then(
      ({ status }) => status === 0,
    );
    return writes;
  };

  return {
    discover: async () => Array.from({ length: OFFERED }, (_, at) => offered(at + 1)),

    async probe() {
      await ffmpeg();
      return { modes: MODES, controls: [], default_preview: DEFAULT, default_record: DEFAULT };
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
          const [pictures, canText] = await Promise.all([
            picturesOf(found, mode),
            canWrite(found.ffmpeg),
          ]);
          return {
            program: found.ffmpeg,
            args: stripArgs(
              found,
              mode,
              canText ? writing(descriptor.name, stripLines(mode)) : null,
            ),
            stamps: 'wall',
            finish: (strip, index) => pictures.finish(strip, index),
          };
        },
      }),

    async setControl(descriptor, control) {
      throw new CameraTrouble(
        `${descriptor.name} has no control "${control}".`,
        'A test pattern has no controls.',
      );
    },

    watch: () => () => undefined,
  };
};
