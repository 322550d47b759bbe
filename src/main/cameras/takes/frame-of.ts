import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FindFfmpeg } from '../backends/ffmpeg.ts';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import { CameraTrouble } from '../ports.ts';
import { takePaths } from '../recording/take-names.ts';
import { timingRows, type TimingRows } from '../recording/timing-csv.ts';

const WITHIN_MS = 8000;
const MOST_BYTES = 128_000_000;
const FILE = /^(?!\.)([A-Za-z0-9._-]{1,240})\.mkv$/;

const noSuchTake = (file: string): CameraTrouble =>
  new CameraTrouble(`There is no take ${file.slice(0, 80)} here.`, 'Choose one of the list.');

/** Both paths inside the folder, links followed. */
const locate = async (
  outputDir: string,
  file: string,
): Promise<{ video: string; timing: string }> => {
  const base = FILE.exec(file)?.[1];
  if (base === undefined) throw noSuchTake(file);
  const paths = takePaths(outputDir, base);
  try {
    const video = await realpath(paths.file);
    if (video !== join(await realpath(dirname(paths.file)), file)) throw noSuchTake(file);
    return { video, timing: paths.timing };
  } catch {
    throw noSuchTake(file);
  }
};

/** Matroska keeps milliseconds: frames that came within one are told apart by their order. */
const place = (rows: TimingRows, index: number): { atMs: number; skip: number } | null => {
  const first = rows.at(0);
  if (!first) return null;
  const msAt = (at: number): number | null => {
    const row = at < 0 ? null : rows.at(at);
    return row && Math.round(Number((row.monotonicNs - first.monotonicNs) / 1000n) / 1000);
  };
  const atMs = msAt(index);
  if (atMs === null) return null;
  let skip = 0;
  while (msAt(index - skip - 1) === atMs) skip += 1;
  return { atMs, skip };
};

const isJpegCopy = (base: string): Promise<boolean> =>
  readFile(base.replace(/\.mkv$/, '_take.json'), 'utf8').then(
    (text) => !/"codec": *"h264"/.test(text),
    () => true,
  );

const run = (program: string, args: string[]): Promise<Buffer> =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      timeout: WITHIN_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    } as const;
    execFile(program, args, options, (_error, stdout) => resolve(stdout)).stdin?.end();
  });

/**
 * One recorded frame as a JPEG, by its row in the timing: the camera's own bytes where the take holds them. Within
 * 8 s. @throws CameraTrouble where there is no such take or frame, or it can't be read
 */
export const frameOf = async (
  outputDir: string,
  file: string,
  index: number,
  find: FindFfmpeg,
): Promise<Buffer> => {
  const { video, timing } = await locate(outputDir, file);
  const rows = timingRows(await readFile(timing, 'utf8').catch(() => ''));
  const found = Number.isInteger(index) ? place(rows, index) : null;
  if (!found)
    throw new CameraTrouble(
      `${file} has no frame ${String(index)}.`,
      rows.count > 0
        ? `Its frames are 0 to ${rows.count - 1}.`
        : 'Its timing is missing or empty.',
    );
  const { ffmpeg } = await find();
  const codec = (await isJpegCopy(video)) ? '-c copy' : '-c:v mjpeg -q:v 2';
  const stdout = await run(ffmpeg, [
    ...'-hide_banner -loglevel error -nostdin -ss'.split(' '),
    `${Math.max(0, found.atMs * 1000 - 500)}us`,
    '-i',
    `file:${video}`,
    ...`-map 0:v:0 -frames:v ${found.skip + 1} ${codec} -fps_mode passthrough`.split(' '),
    ...'-f smjpeg pipe:1'.split(' '),
  ]);
  const pictures: Buffer[] = [];
  new SmjpegSplitter({
    picture: (jpeg) => pictures.push(jpeg),
    bad: () => undefined,
  }).push(stdout);
  const picture = pictures[found.skip];
  if (picture) return picture;
  throw new CameraTrouble(
    `Frame ${index} of ${file} can't be read.`,
    'The file may be damaged: look at the verdict of the take.',
  );
};
