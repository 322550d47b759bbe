import { rm } from 'node:fs/promises';
import { isoOf, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { FindFfmpeg } from '../backends/ffmpeg.ts';
import type { TakeRecorder, TakeRequest } from '../ports.ts';
import { chooseEncoder } from './choose-encoder.ts';
import { ivfHeader } from './ivf.ts';
import { recorderArgs } from './recorder-args.ts';
import { RecorderProcess } from './recorder-process.ts';
import { thisWriter, writeStarted, type StartedTake } from './take-files.ts';
import { folderTrouble, reservePaths, takeBase, type TakePaths } from './take-names.ts';
import { FfmpegTakeRecorder } from './take-recorder.ts';
import { TimingWriter } from './timing-csv.ts';

export interface RecordingDeps {
  clock: Clock;
  log: Log;
  ffmpeg: FindFfmpeg;
  appVersion: string;
}

const startedTake = (
  request: TakeRequest,
  { base }: TakePaths,
  startedMs: number,
  appVersion: string,
): StartedTake => ({
  file: `${base}.mkv`,
  camera: request.camera,
  slot: request.slot,
  session_prefix: request.sessionPrefix,
  trial_number: request.trialNumber,
  started_at: isoOf(startedMs),
  stopped_at: null,
  mode: request.mode,
  requested_fps: request.mode.fps,
  actual_fps: 0,
  frames: 0,
  rows: 0,
  captured: 0,
  drops: {},
  gaps: [],
  largest_gap_ms: 0,
  bytes: 0,
  recovered: false,
  verdict: 'FAIL',
  reasons: ['The take is not finished.'],
  app_version: appVersion,
  codec: request.codec,
  writer: thisWriter(),
});

const forget = (paths: TakePaths): Promise<unknown> =>
  Promise.all(
    [paths.partial, paths.timing, paths.started].map((path) => rm(path, { force: true })),
  );

/**
 * Starts a recorder; frames may be pushed at once. The folder has to be there: one that is missing may be a disk
 * that is not connected. @throws CameraTrouble for a bad name or number, a folder or an ffmpeg that can't be used
 */
export const startTake = async (
  request: TakeRequest,
  { clock, log, ffmpeg: find, appVersion }: RecordingDeps,
): Promise<TakeRecorder> => {
  const base = takeBase(request.sessionPrefix, request.trialNumber, request.camera);
  const { ffmpeg, ffprobe } = await find();
  const encoder = request.codec === 'h264' ? await chooseEncoder(ffmpeg) : null;
  const paths = await reservePaths(request.outputDir, base);
  const startedMs = clock.now();
  const started = startedTake(request, paths, startedMs, appVersion);
  let broke = (message: string): void => log.warn({ message }, 'take broke while it started');
  let timing: TimingWriter;
  try {
    await writeStarted(paths, started);
    timing = await TimingWriter.open(paths.timing, clock, (error) =>
      broke(`The timing can't be written: ${error instanceof Error ? error.message : ''}`),
    );
  } catch (error) {
    await forget(paths).catch(() => undefined);
    throw folderTrouble(request.outputDir, error);
  }
  try {
    const recorder = await RecorderProcess.start(
      ffmpeg,
      recorderArgs(encoder, paths.partial),
      clock,
    );
    const parts = { clock, log, request, started, startedMs, paths, recorder, timing, ffprobe };
    const take = new FfmpegTakeRecorder(parts);
    broke = (message) => take.broke(message);
    void recorder.write([ivfHeader(request.mode)]);
    return take;
  } catch (error) {
    await timing.close();
    await forget(paths).catch(() => undefined);
    throw error;
  }
};
