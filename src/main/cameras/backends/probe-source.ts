import { z } from 'zod';
import type { CameraMode } from '#shared/contract/camera.ts';
import { lastLine, runTool } from './run-tool.ts';
import { withoutPassword } from '../capture/stderr-tail.ts';
import { CameraTrouble } from '../ports.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { formatOf } from './ffmpeg-args.ts';
import type { Source } from './source-address.ts';

const PROBE_WITHIN_MS = 8000;

const AnswerSchema = z.object({
  streams: z
    .array(
      z.object({
        codec_name: z.string().default('unknown'),
        pix_fmt: z.string().optional(),
        width: z.int().min(16).max(16_384),
        height: z.int().min(16).max(16_384),
        avg_frame_rate: z.string().default('0/0'),
        r_frame_rate: z.string().default('0/0'),
      }),
    )
    .min(1),
});

/** `30000/1001` as a number; null where it says nothing. */
const rateOf = (fraction: string): number | null => {
  const [over = 0, under = 0] = fraction.split('/').map(Number);
  const rate = Math.round((over / under) * 1000) / 1000;
  return rate >= 0.1 && rate <= 1000 ? rate : null;
};

/** Reads ffprobe's JSON of the first video stream; null where it holds none. */
export const parseProbe = (json: string): CameraMode | null => {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    return null;
  }
  const stream = AnswerSchema.safeParse(answer).data?.streams[0];
  if (!stream) return null;
  const raw = stream.codec_name === 'rawvideo' ? stream.pix_fmt : undefined;
  return {
    width: stream.width,
    height: stream.height,
    fps: rateOf(stream.avg_frame_rate) ?? rateOf(stream.r_frame_rate) ?? 25,
    format: formatOf(raw ?? stream.codec_name),
  };
};

/** What a source delivers now. Within 8 s. @throws CameraTrouble where it is away or shows no pictures. */
export const probeSource = async ({ ffprobe }: Ffmpeg, source: Source): Promise<CameraMode> => {
  const wanted = 'codec_name,pix_fmt,width,height,avg_frame_rate,r_frame_rate';
  const asked = `-hide_banner -loglevel error -of json -select_streams v:0 -show_entries stream=${wanted}`;
  const result = await runTool(
    ffprobe,
    [...asked.split(' '), ...source.inputArgs, source.input],
    PROBE_WITHIN_MS,
  );
  const mode = parseProbe(result.stdout);
  if (mode) return mode;
  const shown = withoutPassword(source.input);
  const said = withoutPassword(lastLine(result.stderr)).slice(0, 300);
  if (result.outcome === 'late')
    throw new CameraTrouble(
      `${shown} did not answer within ${PROBE_WITHIN_MS / 1000} s.`,
      'Check that the source is on and reachable from here.',
    );
  if (said !== '' || result.status !== 0)
    throw new CameraTrouble(
      `${shown} can't be opened: ${said || 'no reason was given'}`,
      source.kind === 'file'
        ? 'Check the path, and that the file is a video.'
        : 'Check the address, user and password, and that the source is on.',
    );
  throw new CameraTrouble(`${shown} shows no pictures.`, 'Choose a source with video.');
};
