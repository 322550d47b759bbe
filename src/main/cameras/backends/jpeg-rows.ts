import { CameraTrouble } from '../ports.ts';

/** Lines of a row of blocks, where colour has half the resolution. */
export const ROW_LINES = 16;

/** A baseline JPEG without some of its rows, for others of the same width and the same tables to be put in. */
export interface OpenedJpeg {
  /** Up to the first missing row, with the restart marker before it. */
  head: Buffer;
  /** From the restart marker behind the last missing row. */
  tail: Buffer;
  first: number;
  count: number;
  /** Everything before the rows, and where in it the height stands. */
  header: Buffer;
  heightAt: number;
}

const EOI = 0xd9;
const RST0 = 0xd0;
const isRestart = (marker: number): boolean => marker >= RST0 && marker < RST0 + 8;

const unfit = (): CameraTrouble =>
  new CameraTrouble(
    "This ffmpeg writes test pictures that can't be put together.",
    'Install another build of ffmpeg, 5.0 or newer, or use another camera.',
  );

/** Reads the header: where it ends, and whether each row of blocks can stand by itself. */
const readHeader = (jpeg: Buffer): { end: number; heightAt: number; rows: number } => {
  let at = 2;
  let heightAt = 0;
  let interval = 0;
  while (at + 12 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1];
    const next = at + 2 + jpeg.readUInt16BE(at + 2);
    if (marker === 0xdd) interval = jpeg.readUInt16BE(at + 4);
    if (marker === 0xc0 && jpeg[at + 11] === 0x22) heightAt = at + 5;
    if (marker === 0xda) {
      if (heightAt === 0) break;
      const width = jpeg.readUInt16BE(heightAt + 2);
      if (interval !== Math.ceil(width / ROW_LINES)) break;
      return {
        end: next,
        heightAt,
        rows: Math.ceil(jpeg.readUInt16BE(heightAt) / ROW_LINES),
      };
    }
    at = next;
  }
  throw unfit();
};

/** Where each marker among coded rows is; bytes of value 255 are no markers, a zero follows them. */
const markersOf = (rows: Buffer): number[] => {
  const found: number[] = [];
  let at = rows.indexOf(0xff);
  while (at >= 0) {
    if (rows[at + 1] !== 0) found.push(at);
    at = rows.indexOf(0xff, at + 2);
  }
  return found;
};

/** Takes `count` rows out of a picture, from row `first` on. @throws CameraTrouble where its rows hang together */
export const openRows = (jpeg: Buffer, first: number, count: number): OpenedJpeg => {
  const { end, heightAt, rows } = readHeader(jpeg);
  const markers = markersOf(jpeg.subarray(end)).map((at) => end + at);
  const isFit =
    markers.length === rows &&
    first >= 1 &&
    first + count <= rows &&
    markers.every((at, row) => jpeg[at + 1] === (row < rows - 1 ? RST0 + (row % 8) : EOI));
  const from = markers[first - 1];
  const to = markers[first + count - 1];
  if (!isFit || from === undefined || to === undefined) throw unfit();
  return {
    head: jpeg.subarray(0, from + 2),
    tail: jpeg.subarray(to),
    first,
    count,
    header: jpeg.subarray(0, end),
    heightAt,
  };
};

/** The whole picture, with the rows of `strip` for those that were taken out. @throws CameraTrouble where they don't fit */
export const fillRows = (opened: OpenedJpeg, strip: Buffer): Buffer => {
  const { head, tail, header, heightAt, first, count } = opened;
  const behind = heightAt + 2;
  const isAlike =
    strip.length > header.length + 2 &&
    strip.readUInt16BE(heightAt) === count * ROW_LINES &&
    strip.compare(header, 0, heightAt, 0, heightAt) === 0 &&
    strip.compare(header, behind, header.length, behind, header.length) === 0;
  if (!isAlike) throw unfit();
  const rows = strip.subarray(header.length, strip.length - 2);
  const markers = markersOf(rows);
  if (markers.length !== count - 1) throw unfit();
  const whole = Buffer.concat([head, rows, tail]);
  for (const [row, at] of markers.entries()) {
    if (!isRestart(rows[at + 1] ?? 0)) throw unfit();
    whole[head.length + at + 1] = RST0 + ((first + row) % 8);
  }
  return whole;
};
