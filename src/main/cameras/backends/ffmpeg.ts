import { CameraTrouble } from '../ports.ts';
import { lastLine, runTool } from './run-tool.ts';

/** An ffmpeg that was run once and is new enough, with the ffprobe that belongs to it. */
export interface Ffmpeg {
  /** Program names or paths. */
  ffmpeg: string;
  ffprobe: string;
  /** As it names itself: `5.1.9-0+deb12u1`, `N-109542-g5d7a2d5`. */
  version: string;
  /** The option that lets pictures through as they come: it was renamed in 5.1. */
  fpsFlag: '-fps_mode' | '-vsync';
}

/** Asked before each use. One that was good is remembered; one that was not is looked for again. */
export type FindFfmpeg = () => Promise<Ffmpeg>;

/** ffmpeg 5.0 came with this libavutil. Builds between releases have no other number. */
const AVUTIL_OF_5 = 57;
const MINOR_OF_5_1 = 28;
const INSTALL = {
  linux: 'Install it (apt install ffmpeg)',
  darwin: 'Install it (brew install ffmpeg)',
  win32: 'Install it (winget install ffmpeg)',
};
const howToInstall =
  Object.entries(INSTALL).find(([platform]) => platform === process.platform)?.[1] ??
  'Install ffmpeg 5.0 or newer';

/** What `-version` says of itself. @throws CameraTrouble where it is too old or no ffmpeg at all. */
export const judgeVersion = (
  program: string,
  said: string,
): Pick<Ffmpeg, 'version' | 'fpsFlag'> => {
  const version = /^ff\w+ version (\S{1,100})/m.exec(said)?.[1];
  const avutil = /^libavutil\s+(\d+)\.\s*(\d+)/m.exec(said);
  if (version === undefined || !avutil)
    throw new CameraTrouble(
      `${program} does not answer like ffmpeg.`,
      `Run "${program} -version" by hand; then reinstall ffmpeg 5.0 or newer.`,
    );
  if (Number(avutil[1]) < AVUTIL_OF_5)
    throw new CameraTrouble(
      `${program} ${version} is too old: cameras need 5.0 or newer.`,
      'Install a newer ffmpeg, and make sure that it comes first on PATH.',
    );
  const renamed = Number(avutil[1]) > AVUTIL_OF_5 || Number(avutil[2]) >= MINOR_OF_5_1;
  return { version, fpsFlag: renamed ? '-fps_mode' : '-vsync' };
};

const ask = async (program: string): Promise<Pick<Ffmpeg, 'version' | 'fpsFlag'>> => {
  const result = await runTool(program, ['-hide_banner', '-version']);
  if (result.outcome === 'missing')
    throw new CameraTrouble(
      `${program} was not found.`,
      `${howToInstall}, then assign the camera again.`,
    );
  if (result.outcome === 'late')
    throw new CameraTrouble(
      `${program} did not answer within 5 s.`,
      `Run "${program} -version" by hand; it should answer at once.`,
    );
  if (result.status !== 0)
    throw new CameraTrouble(
      `${program} ends at once: ${lastLine(result.stderr) || 'it says nothing'}`.slice(0, 300),
      `Run "${program} -version" by hand; then reinstall ffmpeg.`,
    );
  return judgeVersion(program, result.stdout);
};

/** @throws CameraTrouble where ffmpeg or ffprobe is missing, too old, or not what it should be. */
export const findFfmpeg = async (ffmpeg = 'ffmpeg', ffprobe = 'ffprobe'): Promise<Ffmpeg> => {
  const [answer] = await Promise.all([ask(ffmpeg), ask(ffprobe)]);
  return { ffmpeg, ffprobe, ...answer };
};

/** Finds ffmpeg when it is first needed: an app without cameras starts without it. */
export const ffmpegFinder = (find: FindFfmpeg = () => findFfmpeg()): FindFfmpeg => {
  let found: Promise<Ffmpeg> | null = null;
  return () => {
    found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
};
