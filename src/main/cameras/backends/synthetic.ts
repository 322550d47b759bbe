import type { CameraDescriptor, CameraMode } from '#shared/contract/camera.ts';
import type { Clock } from '../../clock.ts';
import { startCapture } from '../capture/start-capture.ts';
import { type CameraBackend, CameraTrouble } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import { QUIET, sizeOf, toPictures } from './ffmpeg-args.ts';
import { runTool } from './run-tool.ts';

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

const secondOfDay = (clock: Clock): string => ((clock.now() % 86_400_000) / 1000).toFixed(3);

/** The camera's name, the time of day (UTC) and the frame's number, burnt in. */
const stamp = (name: string, clock: Clock): string =>
  `drawtext=text='${plain(name)}  %{pts\\:hms\\:${secondOfDay(clock)}}  %{n}'` +
  `:x=(w-tw)/2:y=h-2*lh:fontsize=h/16:fontcolor=white:box=1:boxcolor=black@0.7`;

/** Test pictures in real time, made by ffmpeg. */
export const syntheticBackend = ({
  clock,
  log,
  ffmpeg,
  stalledMs,
}: BackendDeps): CameraBackend => {
  let writes: Promise<boolean> | null = null;
  /** Whether this ffmpeg can write on pictures: some have no text renderer, or find no font. */
  const canWrite = (program: string): Promise<boolean> => {
    const filter = "testsrc2=size=64x64,drawtext=text='0'";
    const one = ['-f', 'lavfi', '-i', filter, '-frames:v', '1', '-f', 'null', '-'];
    writes ??= runTool(program, [...QUIET, ...one]).then(({ status }) => status === 0);
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
          const source = `testsrc2=size=${sizeOf(mode)}:rate=${mode.fps}`;
          const text = (await canWrite(found.ffmpeg))
            ? `,${stamp(descriptor.name, clock)}`
            : '';
          const input = ['-re', '-f', 'lavfi', '-i', source + text];
          return {
            program: found.ffmpeg,
            args: [...QUIET, ...input, ...toPictures(found, false)],
            stamps: 'own',
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
