import type { Disk } from '#shared/contract/camera.ts';
import { sizeWords } from './camera-words.ts';

/** Minutes that are left: at the rate of what records, else if every camera did. Null where nothing is known. */
export const minutesOf = ({ minutes_left, minutes_if_all }: Disk): number | null =>
  minutes_left ?? minutes_if_all;

/** The disk that is full first; undefined where none is in use. */
export const tightest = (disks: Record<string, Disk>): Disk | undefined =>
  Object.values(disks).toSorted(
    (one, other) => (minutesOf(one) ?? Infinity) - (minutesOf(other) ?? Infinity),
  )[0];

/** Past this nobody plans. */
const MOST_MINUTES = 6000;

/** `212`, `100 h` where it is more than that, `–` where nothing is known. Whole minutes, never rounded up. */
export const minutesWords = (minutes: number | null): { figure: string; unit: string } => {
  if (minutes === null) return { figure: '–', unit: 'min' };
  if (minutes > MOST_MINUTES) return { figure: `> ${MOST_MINUTES / 60}`, unit: 'h' };
  return { figure: String(Math.floor(minutes)), unit: 'min' };
};

/** What it is counted from: `14.6 MB/s measured, 2 recording`. */
export const rateWords = ({ bytes_per_s, recording }: Disk): string =>
  recording === 0
    ? 'nothing records'
    : `${sizeWords(bytes_per_s)}/s measured, ${recording} recording`;

/** `186.0 GB of 512.0 GB free`. */
export const spaceWords = ({ free_bytes, total_bytes }: Disk): string =>
  total_bytes === null
    ? 'the disk does not answer'
    : `${sizeWords(free_bytes)} of ${sizeWords(total_bytes)} free`;

/** Where a number of minutes stands on the bar, 0 to 1. The first minutes get the most room. */
export const placeOf = (minutes: number, mostMinutes: number): number =>
  Math.sqrt(Math.min(1, Math.max(0, minutes) / mostMinutes));

/** The folder's own name: `Takes A` of `/mnt/ssd/Takes A`. */
export const folderName = (path: string): string =>
  path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
