import type { CameraMode } from '#shared/contract/camera.ts';
import { formatOf } from './ffmpeg-args.ts';

/** A camera as ffmpeg lists it on macOS and Windows. `id` is what survives a re-plug, as well as the system tells. */
export interface ListedDevice {
  name: string;
  id: string;
  /** What is handed to ffmpeg to open it. */
  input: string;
}

/** Without the `[AVFoundation indev @ 0x…]` in front. */
const bare = (line: string): string => line.replace(/^\[[^\]]*\]\s*/, '').trim();

/** Reads the stderr of `-f avfoundation -list_devices true -i ""`. Screens are no cameras. */
export const parseAvfoundation = (stderr: string): ListedDevice[] => {
  const devices: ListedDevice[] = [];
  let video = false;
  for (const line of stderr.split('\n').map(bare)) {
    if (/^AVFoundation (video|audio) devices:/.test(line)) video = line.includes(' video ');
    const found = video ? /^\[(\d+)\] (.+)$/.exec(line) : null;
    const name = found?.[2];
    if (found?.[1] === undefined || name === undefined || name.startsWith('Capture screen'))
      continue;
    const twins = devices.filter((other) => other.name === name).length;
    // A name outlives a re-plug, a number may not; a colon would begin the name of a microphone.
    const input = twins === 0 && !name.includes(':') ? name : found[1];
    devices.push({ name, id: twins === 0 ? name : `${name}#${twins + 1}`, input });
  }
  return devices;
};

/** Reads the stderr of `-f dshow -list_devices true -i dummy`, of ffmpeg 5 and of older section headings. */
export const parseDshow = (stderr: string): ListedDevice[] => {
  const devices: ListedDevice[] = [];
  let section = '';
  let takes = false;
  for (const line of stderr.split('\n').map(bare)) {
    section = /^DirectShow (video|audio) devices/.exec(line)?.[1] ?? section;
    const other = /^Alternative name "(.+)"$/.exec(line)?.[1];
    const last = devices.at(-1);
    if (other !== undefined) {
      if (takes && last) devices.splice(-1, 1, { ...last, id: other, input: other });
      continue;
    }
    const found = /^"(.+)"(?: \(([^)]*)\))?$/.exec(line);
    const name = found?.[1];
    if (name === undefined) continue;
    const kinds = found?.[2] ?? section;
    takes = kinds.includes('video');
    if (takes) devices.push({ name, id: name, input: name });
  }
  return devices;
};

const mode = (width: string, height: string, fps: string, format: string): CameraMode => ({
  width: Number(width),
  height: Number(height),
  fps: Math.round(Number(fps) * 1000) / 1000,
  format,
});

const distinct = (modes: CameraMode[]): CameraMode[] => [
  ...new Map(modes.map((one) => [JSON.stringify(one), one])).values(),
];

/** Reads the modes that avfoundation offers when it is asked for one that it does not have. */
export const parseAvfoundationModes = (stderr: string): CameraMode[] =>
  distinct(
    [...stderr.matchAll(/(\d+)x(\d+)@\[([\d.]+) ([\d.]+)\]fps/g)].map(
      ([, width = '', height = '', , fastest = '']) => mode(width, height, fastest, ''),
    ),
  );

/** Reads the stderr of `-f dshow -list_options true`: of each line the largest size at its fastest. */
export const parseDshowModes = (stderr: string): CameraMode[] =>
  distinct(
    [
      ...stderr.matchAll(
        /(?:pixel_format|vcodec)=(\w+)\s+min s=\S+ fps=\S+ max s=(\d+)x(\d+) fps=([\d.]+)/g,
      ),
    ].map(([, name = '', width = '', height = '', fps = '']) =>
      mode(width, height, fps, formatOf(name)),
    ),
  );
