import type { CameraMode } from '#shared/contract/camera.ts';

/** Ticks of the stream's time base in a second: microseconds. */
const TICKS_PER_S = 1_000_000;
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 12;

/**
 * The start of an IVF stream of JPEG pictures. IVF is the least container that ffmpeg reads from a pipe in which
 * each picture has a length and a time of its own: nothing is guessed from a frame rate or from when it was read.
 */
export const ivfHeader = ({ width, height }: CameraMode): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(HEADER_BYTES, 6);
  header.write('MJPG', 8, 'latin1');
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.writeUInt32LE(TICKS_PER_S, 16);
  header.writeUInt32LE(1, 20);
  return header;
};

/** What stands before a picture of that many bytes, shown at that many microseconds. */
export const ivfFrameHeader = (bytes: number, atUs: bigint): Buffer => {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32LE(bytes, 0);
  header.writeBigUInt64LE(atUs, 4);
  return header;
};
