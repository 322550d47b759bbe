/** How a picture becomes part of the file. `null` copies the camera's JPEG as it is. */
export interface Encoder {
  name: string;
  /** Before the input: the device that encodes. */
  device: readonly string[];
  options: readonly string[];
}

const SOFTWARE: Encoder = {
  name: 'libx264',
  device: [],
  options: [
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-crf',
    '20',
    '-pix_fmt',
    'yuv420p',
  ],
};

const LIVE = ['-bf', '0', '-b:v', '12M'];
const hardware = (
  name: string,
  options: readonly string[] = [],
  device: readonly string[] = [],
) => ({
  name,
  device,
  options: [...options, ...LIVE],
});

const HARDWARE: Partial<Record<NodeJS.Platform, readonly Encoder[]>> = {
  darwin: [hardware('h264_videotoolbox', ['-realtime', '1', '-pix_fmt', 'yuv420p'])],
  linux: [
    hardware('h264_nvenc', ['-delay', '0', '-pix_fmt', 'yuv420p']),
    hardware(
      'h264_vaapi',
      ['-vf', 'format=nv12,hwupload'],
      ['-vaapi_device', '/dev/dri/renderD128'],
    ),
    hardware('h264_qsv', ['-async_depth', '1', '-pix_fmt', 'nv12']),
  ],
  win32: [
    hardware('h264_nvenc', ['-delay', '0', '-pix_fmt', 'yuv420p']),
    hardware('h264_qsv', ['-async_depth', '1', '-pix_fmt', 'nv12']),
    hardware('h264_amf', ['-pix_fmt', 'nv12']),
  ],
};

/** What may encode H.264 here, the preferred first and software last. */
export const h264Encoders = (
  platform: NodeJS.Platform = process.platform,
): readonly Encoder[] => [...(HARDWARE[platform] ?? []), SOFTWARE];

/** Pictures from one that stands by itself to the next: a viewer that jumps into a take decodes no more than these. */
const KEY_PICTURE_EVERY = '60';

const words = (text: string): string[] => text.split(' ');

/** One picture through the encoder: it works or it does not. */
export const probeArgs = ({ name, device, options }: Encoder): string[] => [
  ...words('-hide_banner -loglevel error -nostdin'),
  ...device,
  ...words('-f lavfi -i color=size=1280x720:rate=30 -frames:v 1 -c:v'),
  name,
  ...options,
  ...words('-f null -'),
];

/**
 * From an IVF stream on stdin to Matroska. Each frame keeps its own time (`passthrough`). Clusters of 100 ms that
 * are flushed at once bound what a killed recorder takes along. `-fflags nobuffer` would lose the first frames.
 */
export const recorderArgs = (encoder: Encoder | null, file: string): string[] => [
  ...words('-hide_banner -loglevel error -y -progress pipe:1 -stats_period 1'),
  ...(encoder?.device ?? []),
  ...words('-analyzeduration 0 -f ivf -i pipe:0 -map 0:v:0'),
  ...(encoder
    ? [
        ...words('-fps_mode passthrough -enc_time_base 1:1000000 -g'),
        KEY_PICTURE_EVERY,
        '-c:v',
        encoder.name,
      ]
    : words('-c copy')),
  ...(encoder?.options ?? []),
  ...words('-cluster_time_limit 100 -flush_packets 1 -f matroska'),
  `file:${file}`,
];
