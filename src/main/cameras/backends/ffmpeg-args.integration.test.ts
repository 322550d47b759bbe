import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { QUIET, toPictures } from './ffmpeg-args.ts';

const run = promisify(execFile);

/** The times in milliseconds that come out, where picture `N` goes in with this time in seconds. */
const stampsOf = async (time: string): Promise<number[]> => {
  const found = await findFfmpeg();
  const source = `testsrc2=size=64x64:rate=25,settb=AVTB,setpts='(${time})/TB'`;
  const input = ['-f', 'lavfi', '-i', source, '-frames:v', '12'];
  const args = [...QUIET, ...input, ...toPictures(found, false)];
  const { stdout } = await run(found.ffmpeg, args, { encoding: 'buffer' });
  const stamps: number[] = [];
  const splitter = new SmjpegSplitter({
    picture: (_, stampMs) => stamps.push(stampMs),
    bad: (reason) => expect.fail(reason),
  });
  splitter.push(stdout);
  splitter.end();
  return stamps;
};

it('keeps irregular times to the millisecond, and neither doubles nor drops a picture', async () => {
  const squares = Array.from({ length: 12 }, (_, n) => n * n * 7);
  expect(await stampsOf('N*N*0.007')).toEqual(squares);
});

it('lets every picture through where times stand still or go back', async () => {
  const still = await stampsOf('if(between(N,3,5),0.3,N/10)');
  expect(still).toEqual([0, 100, 200, 300, 300, 300, 600, 700, 800, 900, 1000, 1100]);
  const back = await stampsOf('if(eq(N,6),0.2,N/10)');
  expect(back).toEqual([0, 100, 200, 300, 400, 500, 500, 700, 800, 900, 1000, 1100]);
});
