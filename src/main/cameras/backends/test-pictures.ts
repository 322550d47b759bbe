import { execFile } from 'node:child_process';
import type { CameraMode } from '#shared/contract/camera.ts';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import { CameraTrouble } from '../ports.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { QUIET, sizeOf, SMJPEG } from './ffmpeg-args.ts';
import { fillRows, openRows, type OpenedJpeg, ROW_LINES } from './jpeg-rows.ts';
import { lastLine } from './run-tool.ts';

type Size = Pick<CameraMode, 'width' | 'height'>;

const COUNT = 30;
const WITHIN_MS = 10_000;
const MOST_BYTES = 64_000_000;
/** Where the test source has a clock and a number of its own, which would go round. */
const ITS_NUMBERS = 48;

/** JPEGs of which each row stands by itself (slices have restart markers), with one set of tables for any size. */
export const IN_ROWS =
  '-c:v mjpeg -threads 2 -thread_type slice -huffman default -q:v 4 -pix_fmt yuvj420p'.split(
    ' ',
  );

/** The rows that each camera fills by itself: low in the picture, above its last row, which may be cut. */
const stripOf = ({ height }: Size): { first: number; count: number } => {
  // A picture of one row has no slices, and no restart markers.
  const count = Math.max(2, Math.ceil(height / 270));
  return { first: Math.ceil(height / ROW_LINES) - 1 - count, count };
};

/** Lines of the strip that a camera of this size writes. */
export const stripLines = (size: Size): number => stripOf(size).count * ROW_LINES;

/** A second of moving pictures, all of one size, that only lack a strip. */
export class TestPictures {
  readonly #opened: OpenedJpeg[];

  constructor(opened: OpenedJpeg[]) {
    this.#opened = opened;
  }

  /** Puts a strip into the picture whose turn it is. @throws CameraTrouble where they don't fit */
  finish(strip: Buffer, index: number): Buffer {
    const opened = this.#opened[index % this.#opened.length];
    if (!opened) throw new Error('there are no test pictures');
    return fillRows(opened, strip);
  }
}

const make = async (found: Ffmpeg, size: Size): Promise<TestPictures> => {
  const { width, height } = size;
  const source = `testsrc2=size=${sizeOf({ width, height: height + ITS_NUMBERS })}:rate=${COUNT}`;
  const stream = await new Promise<Buffer>((resolve, reject) => {
    const crop = `crop=${width}:${height}:0:${ITS_NUMBERS}`;
    const input = ['-f', 'lavfi', '-i', source, '-frames:v', String(COUNT), '-vf', crop];
    const args = [...QUIET, ...input, ...IN_ROWS, ...SMJPEG];
    const options = {
      encoding: 'buffer',
      timeout: WITHIN_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    } as const;
    execFile(found.ffmpeg, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const why = lastLine(stderr.toString()) || `it ended with ${error.code}`;
      const said = error.killed ? 'it took too long' : why;
      reject(
        new CameraTrouble(
          `ffmpeg could not make test pictures: ${said.slice(0, 200)}.`,
          'Assign the camera again; where it stays so, install another build of ffmpeg.',
        ),
      );
    });
  });
  const { first, count } = stripOf(size);
  const opened: OpenedJpeg[] = [];
  const splitter = new SmjpegSplitter({
    picture: (jpeg) => opened.push(openRows(jpeg, first, count)),
    bad: () => undefined,
  });
  splitter.push(stream);
  if (opened.length > 0) return new TestPictures(opened);
  throw new CameraTrouble(
    'ffmpeg made no test pictures.',
    'Install another build of ffmpeg, 5.0 or newer.',
  );
};

/** Makes test pictures when a size is first asked for; all cameras of that size share them. @throws CameraTrouble */
export const testPictures = (): ((found: Ffmpeg, size: Size) => Promise<TestPictures>) => {
  const made = new Map<string, Promise<TestPictures>>();
  return (found, size) => {
    const key = sizeOf(size);
    const pictures =
      made.get(key) ??
      make(found, size).catch((error: unknown) => {
        made.delete(key);
        throw error;
      });
    made.set(key, pictures);
    return pictures;
  };
};
