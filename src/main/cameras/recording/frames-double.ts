import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import type { Frame } from '../ports.ts';

/** Real JPEG pictures, 320×180, each with its number burnt in. */
export const makePictures = async (count: number): Promise<Buffer[]> => {
  const args =
    '-loglevel error -f lavfi -i testsrc2=size=320x180:rate=30 -c:v mjpeg -q:v 4 -f smjpeg';
  const child = spawn('ffmpeg', [...args.split(' '), '-frames:v', String(count), 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pictures: Buffer[] = [];
  const splitter = new SmjpegSplitter({
    picture: (jpeg) => pictures.push(jpeg),
    bad: (reason) => {
      throw new Error(reason);
    },
  });
  child.stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
  await once(child, 'close');
  return pictures;
};

const STARTED_NS = 5_000_000_000n;
const STARTED_MS = Date.parse('2026-11-21T20:00:00Z');

/** The frames of a camera with a perfect clock: picture `index` at `index / fps` seconds. */
export const frameAt = (jpeg: Buffer, index: number, fps = 30): Frame => {
  const ms = (index * 1000) / fps;
  return {
    index,
    jpeg,
    arrivedNs: STARTED_NS + BigInt(Math.round(ms * 1e6)),
    arrivedMs: STARTED_MS + ms,
    takenMs: STARTED_MS + ms,
    pts: index / fps,
    gap: null,
  };
};
