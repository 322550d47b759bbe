import { runTool } from '../backends/run-tool.ts';
import { CameraTrouble } from '../ports.ts';
import { h264Encoders, probeArgs, type Encoder } from './recorder-args.ts';

const PROBE_MS = 5000;
const chosen = new Map<string, Promise<Encoder>>();

const choose = async (ffmpeg: string): Promise<Encoder> => {
  for (const encoder of h264Encoders()) {
    const { status } = await runTool(ffmpeg, probeArgs(encoder), PROBE_MS);
    if (status === 0) return encoder;
  }
  throw new CameraTrouble(
    'This ffmpeg can not encode H.264.',
    'Record as MJPEG, or install an ffmpeg with libx264.',
  );
};

/**
 * The first H.264 encoder that really encodes a picture: listed ones often lack their hardware. Asked once per
 * ffmpeg. @throws CameraTrouble where none does
 */
export const chooseEncoder = (ffmpeg: string): Promise<Encoder> => {
  const former = chosen.get(ffmpeg);
  if (former) return former;
  const found = choose(ffmpeg).catch((error: unknown) => {
    chosen.delete(ffmpeg);
    throw error;
  });
  chosen.set(ffmpeg, found);
  return found;
};
