import type { CameraMode } from '#shared/contract/camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';

/** What every capture starts with: silent on stdin, and only what matters on stderr. */
export const QUIET = ['-hide_banner', '-nostdin', '-loglevel', 'warning'] as const;

/** How a camera names a format, and what ffmpeg calls it. */
const FORMATS: Readonly<Record<string, string>> = {
  MJPG: 'mjpeg',
  JPEG: 'mjpeg',
  H264: 'h264',
  HEVC: 'hevc',
  YUYV: 'yuyv422',
  UYVY: 'uyvy422',
  NV12: 'nv12',
  YU12: 'yuv420p',
  GREY: 'gray',
  RGB3: 'rgb24',
  BGR3: 'bgr24',
};

/** ffmpeg's name for a format; null where the camera should choose. */
export const formatName = (format: string): string | null => FORMATS[format] ?? null;

/** The camera's own name, upper case, for one of ffmpeg's. */
export const formatOf = (ffmpegName: string): string =>
  Object.entries(FORMATS).find(([, name]) => name === ffmpegName)?.[0] ??
  ffmpegName.toUpperCase().slice(0, 20);

export const isMjpeg = (format: string): boolean => formatName(format) === 'mjpeg';

/** `1280x720`. */
export const sizeOf = ({ width, height }: Pick<CameraMode, 'width' | 'height'>): string =>
  `${width}x${height}`;

/**
 * Microseconds: left to itself the encoder rounds times to its frame rate, and of two pictures with one time (or one that
 * goes back, as some cameras have it) it gives up at the second.
 */
const KEEP_TIMES =
  '-vf settb=AVTB,setpts=max(PREV_OUTPTS+1\\,PTS) -enc_time_base 1:1000000'.split(' ');

/** Pictures with their times to stdout, each as soon as it is there, as the smjpeg splitter reads them. */
export const SMJPEG = '-flush_packets 1 -map_metadata -1 -f smjpeg pipe:1'.split(' ');

/**
 * Makes pictures of what was opened. `copy`: the camera's own JPEG, untouched. One encoder thread: several would hold
 * back a picture each.
 */
export const toPictures = ({ fpsFlag }: Pick<Ffmpeg, 'fpsFlag'>, copy: boolean): string[] => {
  // Left to itself ffmpeg doubles and drops pictures to keep a rate.
  const encode = `-c:v mjpeg -threads 1 -pix_fmt yuvj420p -q:v 4 ${fpsFlag} passthrough`;
  return [
    ...'-map 0:v:0 -an -sn -dn'.split(' '),
    ...(copy ? ['-c:v', 'copy'] : [...encode.split(' '), ...KEEP_TIMES]),
    ...SMJPEG,
  ];
};
