import { expect, it } from 'vitest';
import { h264Encoders, recorderArgs } from './recorder-args.ts';

it('copies unless an encoder is given, and never takes a path for a protocol', () => {
  const args = recorderArgs(null, '/takes/a.mkv.partial').join(' ');
  expect(args).toContain('-c copy -cluster_time_limit 100');
  expect(args.endsWith('-f matroska file:/takes/a.mkv.partial')).toBe(true);
});

it('offers hardware first and software last on every platform', () => {
  for (const platform of ['linux', 'darwin', 'win32', 'freebsd'] as const)
    expect(h264Encoders(platform).at(-1)?.name).toBe('libx264');
  expect(h264Encoders('darwin')[0]?.name).toBe('h264_videotoolbox');
  const vaapi = h264Encoders('linux').find(({ name }) => name === 'h264_vaapi') ?? null;
  const args = recorderArgs(vaapi, 'x').join(' ');
  expect(args.indexOf('-vaapi_device')).toBeLessThan(args.indexOf('-i pipe:0'));
  expect(args).toContain(
    '-fps_mode passthrough -enc_time_base 1:1000000 -g 60 -c:v h264_vaapi',
  );
});
