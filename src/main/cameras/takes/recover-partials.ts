import { readdir, readFile, rename, stat, truncate } from 'node:fs/promises';
import type { Take } from '#shared/contract/camera.ts';
import { isoOf } from '../../clock.ts';
import {
  asTake,
  publishTake,
  thisWriter,
  readStarted,
  type StartedTake,
  type TakeFile,
} from '../recording/take-files.ts';
import {
  exists,
  folderTrouble,
  isTaken,
  takePaths,
  type TakePaths,
} from '../recording/take-names.ts';
import type { RecordingDeps } from '../recording/start-take.ts';
import { TakeTiming } from '../recording/take-timing.ts';
import { parseTiming, type TimingRow } from '../recording/timing-csv.ts';
import { countFrames } from './count-frames.ts';
import { guessTake } from './guess-take.ts';
import { judge } from './judge.ts';

/** A disk may hold hours of pictures. */
const COUNT_MS = 120_000;
/** A take that is still written is touched every second. */
const FRESH_MS = 4000;
const LEFT_OVER = /^(.{1,230})(?:\.mkv|_take\.json)\.partial$/;
const ENDED = 'The app ended before the take was stopped: its end may be missing.';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Another app, here or on another machine, may be writing it right now. */
const isBusy = async (paths: TakePaths, started: StartedTake | null): Promise<boolean> => {
  if (!started) return false;
  const { host, pid, instance } = started.writer;
  const here = thisWriter();
  if (instance === here.instance) return true;
  // In a container every start may have the same id.
  if (host === here.host && (pid === here.pid || !isAlive(pid))) return false;
  // File times are the system's, whatever clock the app was given.
  const { mtimeMs } = await stat(paths.started);
  return Date.now() - mtimeMs < FRESH_MS;
};

/** Cuts the timing to whole lines. */
const mendTiming = async (path: string): Promise<TimingRow[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  const { rows, bytes } = parseTiming(text);
  if (bytes < text.length) await truncate(path, bytes);
  return rows;
};

/** The first free name, with everything that belongs to the take moved there. */
const settleName = async (dir: string, from: TakePaths): Promise<TakePaths> => {
  if (!(await exists(from.file)) && !(await exists(from.take))) return from;
  for (let attempt = 2; ; attempt += 1) {
    const to = takePaths(dir, `${from.base}_${attempt}`);
    if ((await isTaken(to)) || (await exists(to.partial))) continue;
    await rename(from.partial, to.partial);
    for (const part of ['timing', 'started'] as const)
      if (await exists(from[part])) await rename(from[part], to[part]);
    return to;
  }
};

const measure = (rows: readonly TimingRow[]): { timing: TakeTiming; dropped: number } => {
  const timing = new TakeTiming();
  let dropped = 0;
  for (const { monotonicNs, droppedBefore } of rows) {
    timing.add(monotonicNs, droppedBefore > 0 ? { reason: 'dropped', paused: false } : null);
    dropped += droppedBefore;
  }
  return { timing, dropped };
};

const recover = async (
  dir: string,
  base: string,
  deps: RecordingDeps,
): Promise<Take | null> => {
  let paths = takePaths(dir, base);
  const started = await readStarted(paths);
  if (await isBusy(paths, started)) return null;
  // A crash between the two renames of a stop: the picture has its name already.
  if (!(await exists(paths.partial))) {
    if (!(await exists(paths.file)) || (await exists(paths.take))) return null;
    await rename(paths.file, paths.partial);
  }
  paths = await settleName(dir, paths);
  const rows = await mendTiming(paths.timing);
  const { ffprobe } = await deps.ffmpeg();
  const frames = await countFrames(ffprobe, paths.partial, COUNT_MS);
  const { size, mtime } = await stat(paths.partial);
  const known = started ?? guessTake(paths.base, mtime, deps.appVersion);
  const { timing, dropped } = measure(rows);
  const drops: Record<string, number> = dropped > 0 ? { unknown: dropped } : {};
  const captured = rows.length + dropped;
  const facts = {
    captured,
    rows: rows.length,
    drops,
    frames,
    broke: ENDED,
    largestGapMs: timing.largestGapMs,
    nominalFps: known.requested_fps || timing.fps,
    actualFps: timing.fps,
  };
  const { codec, ...rest } = known;
  const take: TakeFile = {
    ...rest,
    ...judge(facts),
    file: `${paths.base}.mkv`,
    stopped_at: isoOf(rows.at(-1)?.utcMs ?? mtime.getTime()),
    actual_fps: Math.round(timing.fps * 1000) / 1000,
    captured,
    rows: rows.length,
    drops,
    frames: frames ?? 0,
    bytes: size,
    gaps: timing.gaps,
    largest_gap_ms: Math.round(timing.largestGapMs * 10) / 10,
    recovered: true,
    stop_reason: 'crash',
    ...(codec === undefined ? {} : { codec }),
  };
  await publishTake(paths, take);
  return asTake(take);
};

/**
 * Finishes what a crash left in the folder: each left-over is counted, judged and given its name. One that is
 * still written by another app is left alone, one that fails is logged. @throws CameraTrouble where the folder
 * can't be read
 */
export const recoverPartials = async (
  outputDir: string,
  deps: RecordingDeps,
): Promise<Take[]> => {
  const names = await readdir(outputDir).catch((error: unknown) => {
    throw folderTrouble(outputDir, error);
  });
  const bases = new Set(names.flatMap((name) => LEFT_OVER.exec(name)?.[1] ?? []));
  const takes: Take[] = [];
  for (const base of bases) {
    try {
      const take = await recover(outputDir, base, deps);
      if (take) takes.push(take);
    } catch (error) {
      deps.log.warn({ base, err: error }, 'left-over take not recovered');
    }
  }
  return takes;
};
