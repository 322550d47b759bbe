import { execFile } from 'node:child_process';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import type { RowTimes } from './row-times.ts';

const MOST_BYTES = 128_000_000;

/** Matroska keeps milliseconds: frames that came within one are told apart by their order. */
const seekTo = ({ ms }: RowTimes, row: number): { atMs: number; skip: number } => {
  const atMs = Math.round(ms[row] ?? 0);
  let skip = 0;
  while (row > skip && Math.round(ms[row - skip - 1] ?? 0) === atMs) skip += 1;
  return { atMs, skip };
};

const picturesIn = (stdout: Buffer): Buffer[] => {
  const pictures: Buffer[] = [];
  new SmjpegSplitter({
    picture: (jpeg) => pictures.push(jpeg),
    bad: () => undefined,
  }).push(stdout);
  return pictures;
};

const run = (program: string, args: string[], signal: AbortSignal): Promise<Buffer> =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      signal,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    } as const;
    execFile(program, args, options, (_error, stdout) => resolve(stdout)).stdin?.end();
  });

/**
 * Recorded frames as JPEG pictures, by their rows: `count` from row `from` on, or fewer where the file has no more or
 * ffmpeg can't read it. The video is decoded from the key picture before; the signal ends that.
 */
export const framesOf = async (
  video: string,
  times: RowTimes,
  from: number,
  count: number,
  deps: { ffmpeg: string; signal: AbortSignal },
): Promise<Buffer[]> => {
  const { atMs, skip } = seekTo(times, from);
  const stdout = await run(
    deps.ffmpeg,
    [
      ...'-hide_banner -loglevel error -nostdin -ss'.split(' '),
      `${Math.max(0, atMs * 1000 - 500)}us`,
      '-f',
      'matroska',
      '-i',
      `file:${video}`,
      ...`-map 0:v:0 -frames:v ${skip + count} -c:v mjpeg -q:v 2`.split(' '),
      ...'-fps_mode passthrough -f smjpeg pipe:1'.split(' '),
    ],
    deps.signal,
  );
  return picturesIn(stdout).slice(skip);
};
